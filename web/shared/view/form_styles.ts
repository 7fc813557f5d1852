/** What the forms in sheets share. */
import { css } from "lit";

export const formStyles = css`
  .hint {
    display: block;
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  .problem {
    margin: 10px 0 0;
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
