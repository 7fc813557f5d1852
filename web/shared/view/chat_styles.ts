import { css } from "lit";

export const chatStyles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 0;
  }

  .chat {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    background: var(--_page);
    overflow: hidden;
    overflow-wrap: anywhere;
  }

  .body {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }

  /* Header */

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

  .menu {
    position: absolute;
    inset-inline-end: 12px;
    top: calc(100% - 4px);
    margin: 0;
    padding: 6px;
    min-width: 170px;
    max-width: calc(100% - 24px);
    list-style: none;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_surface);
    color: var(--_ink);
    box-shadow: var(--_shadow);
  }

  .menu button {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 44px;
    padding: 6px 12px;
    border: 0;
    border-radius: 9px;
    background: none;
    text-align: start;
  }

  .menu button:hover {
    background: var(--_tint);
  }

  .menu button[aria-disabled="true"] {
    color: var(--_quiet);
    cursor: default;
  }

  .menu svg {
    color: var(--_link);
  }

  .gap {
    flex: none;
    width: 16px;
  }

  /* Hotline */

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

  /* Log */

  .log {
    flex: 1;
    min-height: 0;
    padding: 18px calc(16px + var(--_safe-right, 0px)) 10px calc(16px + var(--_safe-left, 0px));
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .log:focus-visible {
    outline-offset: -3px;
  }

  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-width: 100%;
    margin-bottom: 5px;
  }

  .message.last {
    margin-bottom: 16px;
  }

  .bubble {
    max-width: min(88%, 40em);
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    text-wrap: pretty;
  }

  .message.last:not(.customer) .bubble {
    border-end-start-radius: 5px;
  }

  .bubble p,
  .bubble ul {
    margin: 0;
  }

  .bubble > * + :is(p, ul) {
    margin-top: 0.5em;
  }

  .bubble ul {
    padding-inline-start: 1.2em;
  }

  .bubble li + li {
    margin-top: 0.25em;
  }

  .bubble a {
    color: var(--_link);
    text-underline-offset: 2px;
  }

  .bubble a[href^="tel:"] {
    white-space: nowrap;
  }

  .bubble ul.links {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding: 0;
    list-style: none;
  }

  .bubble ul.links li {
    margin: 0;
  }

  .link {
    display: inline-flex;
    align-items: center;
    min-height: 36px;
    padding: 4px 12px;
    border: 1px solid var(--_edge);
    border-radius: 11px;
    font-weight: 600;
    text-decoration: none;
  }

  .link:hover {
    background: var(--_tint);
  }

  .typed {
    white-space: pre-wrap;
  }

  .customer {
    align-items: flex-end;
  }

  .customer .bubble {
    border-color: var(--_own-edge);
    background: var(--_own);
    color: var(--_on-accent);
  }

  .customer.last .bubble {
    border-end-end-radius: 5px;
  }

  .system {
    align-items: center;
  }

  .system .bubble {
    border-style: dashed;
    background: none;
    font-size: 0.9375em;
    text-align: center;
  }

  .unsent .bubble {
    opacity: 0.82;
  }

  .unsent.failed .bubble {
    opacity: 1;
  }

  .meta {
    display: flex;
    align-items: center;
    gap: 5px;
    margin: 4px 4px 0;
    color: var(--_quiet);
    font-size: 0.75em;
  }

  .failed .meta {
    color: var(--_attention);
    font-weight: 600;
  }

  .again {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--_edge);
    border-radius: 8px;
    background: var(--_surface);
    color: var(--_ink);
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    margin: 6px 0 0;
    padding: 3px 12px 3px 9px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_tint);
    font-weight: 600;
    font-size: 0.8125em;
  }

  .chip.attention {
    border-color: currentColor;
    background: var(--_attention-tint);
    color: var(--_attention);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 7px;
    margin: 8px 0 2px;
    padding: 0;
    list-style: none;
  }

  .choices button {
    min-height: 40px;
    padding: 6px 14px;
    border: 1px solid var(--_link);
    border-radius: max(12px, var(--_radius));
    background: var(--_surface);
    color: var(--_link);
    font-weight: 550;
    font-size: 0.9375em;
    line-height: 1.35;
    text-align: start;
  }

  .choices button:hover {
    background: var(--_tint);
  }

  .typing {
    display: flex;
    align-items: center;
    gap: 9px;
    margin: 0 0 14px 4px;
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  .dots {
    display: flex;
    gap: 4px;
  }

  .dots i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: currentColor;
    animation: breathe 1.3s infinite ease-in-out;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.18s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.36s;
  }

  @keyframes breathe {
    50% {
      opacity: 0.25;
      transform: translateY(-3px);
    }
  }

  .newest {
    position: absolute;
    inset-inline: 0;
    bottom: 8px;
    display: flex;
    justify-content: center;
    pointer-events: none;
  }

  .newest button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 36px;
    padding: 0 14px;
    border: 1px solid var(--_edge);
    border-radius: 18px;
    background: var(--_surface);
    color: var(--_ink);
    font-weight: 600;
    font-size: 0.875em;
    pointer-events: auto;
    box-shadow: 0 3px 12px rgb(20 22 50 / 18%);
  }

  .scroller {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }

  /* Notices, foot */

  .notice,
  .connection {
    display: flex;
    gap: 9px;
    align-items: flex-start;
    margin: 0;
    font-size: 0.875em;
    line-height: 1.45;
  }

  .notice {
    margin-bottom: 14px;
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_tint);
  }

  .connection {
    padding: 8px 16px;
    border-top: 1px solid var(--_line);
    background: var(--_attention-tint);
    color: var(--_attention);
    font-weight: 550;
  }

  .connection svg {
    margin-top: 2px;
  }

  .foot {
    padding: 10px calc(12px + var(--_safe-right, 0px)) calc(9px + var(--_safe-bottom, 0px))
      calc(12px + var(--_safe-left, 0px));
    border-top: 1px solid var(--_line);
    background: var(--_surface);
  }

  .rest {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    align-items: center;
    justify-content: space-between;
  }

  .rest p {
    margin: 0;
  }

  /* Sheets over the log */

  .veil {
    position: absolute;
    inset: 0;
    z-index: 3;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    background: rgb(10 11 24 / 45%);
    overflow-y: auto;
  }

  .sheet {
    margin-top: auto;
    padding: 22px calc(20px + var(--_safe-right, 0px)) calc(20px + var(--_safe-bottom, 0px))
      calc(20px + var(--_safe-left, 0px));
    border-radius: var(--_radius) var(--_radius) 0 0;
    background: var(--_surface);
    animation: rise 0.18s ease-out;
  }

  .sheet h3 {
    margin: 0 0 6px;
    font-size: 1.0625em;
  }

  .sheet p {
    margin: 0;
  }

  .sheet .problem {
    margin-top: 10px;
    color: var(--_attention);
    font-weight: 600;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 16px;
  }

  @keyframes rise {
    from {
      transform: translateY(16px);
      opacity: 0;
    }
  }

  /* A page as wide as a desk: a column that can be read. */
  @media (min-width: 52rem) {
    .log,
    .foot,
    .sheet {
      padding-inline: max(16px, (100% - 46rem) / 2);
    }
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

    .log,
    .foot {
      padding-block: 6px;
    }
  }

  @media (forced-colors: active) {
    header,
    .foot,
    .chip,
    .sheet {
      border: 1px solid CanvasText;
    }

    .bubble,
    .customer .bubble {
      border: 1px solid CanvasText;
    }

    .customer .bubble {
      border-inline-end-width: 5px;
    }

    .tool,
    .menu button,
    .choices button {
      border: 1px solid ButtonText;
    }

    .menu button[aria-current="true"] {
      border-width: 2px;
      font-weight: 700;
    }

    .dots i {
      background: CanvasText;
    }
  }
`;
