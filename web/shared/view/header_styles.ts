/** The top of the chat and the hotline below it. */
import { css } from "lit";

export const headerStyles = css`
  header {
    position: relative;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: 8px;
    padding: calc(12px + var(--_safe-top, 0px)) calc(10px + var(--_safe-right, 0px)) 12px
      calc(18px + var(--_safe-left, 0px));
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .who {
    flex: 1;
    min-width: 0;
  }

  h2 {
    margin: 0;
    font-size: 1.0625em;
    font-weight: 650;
    line-height: 1.3;
  }

  h2:focus {
    outline: none;
  }

  .status {
    display: flex;
    align-items: center;
    gap: 7px;
    margin: 1px 0 0;
    font-size: 0.8125em;
    line-height: 1.4;
  }

  .status::before {
    content: "";
    flex: none;
    width: 8px;
    height: 8px;
    border: 2px solid currentColor;
    border-radius: 50%;
  }

  .status.agent::before {
    background: currentColor;
  }

  .tools {
    display: flex;
    flex: none;
    gap: 2px;
  }

  .tool {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 2px;
    min-width: 40px;
    height: 40px;
    padding: 0 8px;
    border: 1px solid transparent;
    border-radius: 11px;
    background: transparent;
    color: inherit;
    font-weight: 600;
    font-size: 0.9375em;
  }

  .tool:hover,
  .tool[aria-expanded="true"] {
    background: rgb(255 255 255 / 16%);
  }

  header .tool:focus-visible {
    outline-color: currentColor;
    outline-offset: -3px;
  }

  .hotline {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0 10px;
    margin: 0;
    padding: 4px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_surface);
    font-size: 0.875em;
  }

  .lead {
    color: var(--_quiet);
  }

  .call {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--_link);
  }

  .call a {
    display: inline-flex;
    align-items: center;
    min-height: 32px;
    color: inherit;
    font-weight: 600;
    white-space: nowrap;
  }

  /* When the window is as low as a phone on its side, or zoomed, the log needs the room. */
  @media (max-height: 420px) {
    header {
      padding-block: 4px;
    }

    .lead,
    .status {
      display: none;
    }

    h2 {
      font-size: 0.9375em;
      line-height: 1.2;
    }

    .hotline {
      padding-block: 0;
    }
  }

  @media (forced-colors: active) {
    header {
      border: 1px solid CanvasText;
    }

    .tool {
      border: 1px solid ButtonText;
    }
  }
`;
