/** What the forms in sheets share. */
import { css } from "lit";

export const formStyles = css`
  .hint {
    display: block;
    margin: 0;
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  .field {
    display: block;
    margin-top: 14px;
    font-weight: 600;
  }

  textarea,
  input[type="tel"] {
    display: block;
    width: 100%;
    min-height: 44px;
    margin-top: 6px;
    padding: 8px 10px;
    border: 1px solid var(--_edge);
    border-radius: 10px;
    background: var(--_surface);
  }

  textarea {
    resize: vertical;
  }

  [aria-invalid="true"] {
    border-color: var(--_attention);
    box-shadow: inset 0 0 0 1px var(--_attention);
  }

  .problem {
    margin: 8px 0 0;
    color: var(--_attention);
    font-weight: 600;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 16px;
  }
`;
