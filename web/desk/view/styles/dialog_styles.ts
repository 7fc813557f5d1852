import { css } from "lit";

export const dialogStyles = css`
  dialog {
    width: min(520px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    padding: 22px;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    color: var(--_ink);
  }

  dialog::backdrop {
    background: rgb(12 13 25 / 55%);
  }

  header {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 12px;
    margin-bottom: 12px;
  }

  h2 {
    font-size: 1.1875em;
    line-height: 1.3;
  }

  .cross {
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 36px;
    margin: -6px -6px 0 0;
    border: 0;
    border-radius: 8px;
    background: none;
  }

  .cross:hover {
    background: var(--_tint);
  }

  fieldset {
    display: grid;
    gap: 2px;
    margin-bottom: 14px;
  }

  legend {
    margin-bottom: 4px;
  }

  .choice {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding: 8px 10px;
    border-radius: 10px;
    font-size: 0.9375em;
    font-weight: 400;
    cursor: pointer;
  }

  .choice:hover,
  .choice:has(:checked) {
    background: var(--_tint);
  }

  .choice:has(:disabled) {
    cursor: default;
    background: none;
    color: var(--_quiet);
  }

  .choice .hint {
    display: block;
  }

  .warning {
    margin-bottom: 12px;
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--_attention-tint);
    color: var(--_attention);
    font-size: 0.875em;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    margin-top: 16px;
  }

  dialog > .problem {
    margin-top: 12px;
  }

  .keys {
    display: grid;
    gap: 8px;
    margin: 14px 0 0;
  }

  .keys div {
    display: grid;
    grid-template-columns: minmax(6.5em, auto) 1fr;
    gap: 12px;
  }

  .keys dt {
    white-space: nowrap;
  }

  .keys dd {
    margin: 0;
  }

  kbd {
    padding: 0 0.45em;
    border: 1px solid var(--_edge);
    border-bottom-width: 2px;
    border-radius: 6px;
    font: inherit;
    font-size: 0.875em;
  }
`;
