/** The rows of those who wait, and of the conversations. */
import { css } from "lit";

export const listStyles = css`
  .region > h2 {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 16px 8px;
    background: var(--_surface);
    /* Rows pass under it. */
    box-shadow: 0 1px var(--_line);
    font-size: 0.9375em;
  }

  .region > h2:focus-visible {
    outline-offset: -3px;
  }

  .count {
    min-width: 22px;
    padding: 0 7px;
    border-radius: 999px;
    background: var(--_tint);
    font-size: 0.875em;
    line-height: 22px;
    text-align: center;
  }

  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline-end: 10px;
    border-top: 1px solid var(--_line);
    border-inline-start: 3px solid transparent;
  }

  .row.urgent {
    border-inline-start-color: var(--_urgent);
  }

  .row.danger {
    border-inline-start: 6px solid var(--_danger);
    background: var(--_danger-tint);
  }

  .row.danger .target {
    padding-inline-start: 10px;
  }

  .row[data-open] {
    background: var(--_tint);
  }

  .target {
    flex: 1;
    min-width: 0;
    padding: 8px 4px 8px 13px;
    border: 0;
    background: none;
    text-align: start;
  }

  .target:focus-visible {
    outline-offset: -3px;
  }

  .row:not(.barred, .danger, [data-open]):hover {
    background: var(--_page);
  }

  .barred .target[aria-disabled] {
    cursor: not-allowed;
  }

  .barred .topic {
    color: var(--_quiet);
  }

  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    min-width: 0;
  }

  .language {
    display: inline-block;
  }

  .language::first-letter {
    text-transform: uppercase;
  }

  .topic {
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }

  .unread .topic {
    font-weight: 750;
  }

  .mark {
    color: var(--_link);
  }

  .mark::before {
    content: "";
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 5px;
    border-radius: 50%;
    background: currentColor;
  }

  .barrier {
    gap: 5px;
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  @media (forced-colors: active) {
    .row[data-open] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .mark::before {
      border: 4px solid CanvasText;
    }

    .row:not(.urgent, .danger) {
      border-inline-start-color: Canvas;
    }
  }
`;
