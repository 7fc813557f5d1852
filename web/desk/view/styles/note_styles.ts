/** The notes' own look: another paper, a dashed frame; nothing of it resembles the reply. */
import { css } from "lit";

export const noteStyles = css`
  section {
    padding: 12px;
    border: 1.5px dashed var(--_note-edge);
    border-radius: 12px;
    background: var(--_note);
  }

  h3 {
    font-size: 0.9375em;
  }

  .only {
    margin-bottom: 8px;
    color: var(--_note-ink);
    font-size: 0.8125em;
    font-weight: 600;
  }

  .none,
  .meta {
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  .meta strong {
    color: var(--_ink);
  }

  li {
    padding: 8px 0;
    border-top: 1px solid var(--_note-edge);
    font-size: 0.9375em;
  }

  .typed {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  form {
    display: grid;
    gap: 6px;
    margin-top: 8px;
  }

  textarea {
    border-style: dashed;
    border-color: var(--_note-ink);
    background: transparent;
  }

  form button {
    justify-self: start;
    border-color: var(--_note-ink);
    background: transparent;
  }
`;
