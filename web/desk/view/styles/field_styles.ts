/** Fields and their words, in forms and windows. */
import { css } from "lit";

export const fieldStyles = css`
  h1,
  h2,
  h3,
  p,
  ul,
  fieldset {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  label,
  legend {
    display: block;
    padding: 0;
    font-size: 0.875em;
    font-weight: 600;
  }

  fieldset {
    min-width: 0;
    border: 0;
  }

  input:not([type="radio"], [type="checkbox"]),
  textarea {
    display: block;
    width: 100%;
    min-height: 40px;
    margin: 0;
    padding: 7px 12px;
    border: 1px solid var(--_edge);
    border-radius: 10px;
    background: var(--_surface);
    line-height: 1.45;
  }

  textarea {
    resize: vertical;
  }

  textarea::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }

  input[type="radio"],
  input[type="checkbox"] {
    width: 20px;
    height: 20px;
    margin: 0;
    flex: none;
    accent-color: var(--_link);
  }

  .hint {
    color: var(--_quiet);
    font-size: 0.8125em;
    font-weight: 400;
  }

  .problem {
    display: flex;
    gap: 6px;
    color: var(--_attention);
    font-size: 0.875em;
    font-weight: 600;
  }

  .problem svg {
    margin-top: 0.2em;
  }

  .small {
    min-height: 32px;
    padding: 0.2em 0.75em;
    border-radius: 8px;
    font-size: 0.875em;
  }

  /* Below 16 px, iOS zooms into a field. */
  @media (pointer: coarse) {
    input,
    textarea {
      font-size: 16px;
    }
  }
`;
