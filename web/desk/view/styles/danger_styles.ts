/** The bar of a conversation with somebody in danger, and the help beside it. */
import { css } from "lit";

export const dangerStyles = css`
  .danger-bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
    padding: 8px 20px;
    border-inline-start: 6px solid var(--_danger);
    border-bottom: 1px solid var(--_line);
    background: var(--_danger-tint);
    font-size: 0.9375em;
  }

  .danger-bar p {
    flex: 1 1 300px;
  }

  .danger-bar svg {
    display: inline;
    margin-inline-end: 6px;
    vertical-align: -2px;
  }

  .danger-bar :is(strong, p > svg) {
    color: var(--_danger);
    font-weight: 700;
  }

  .help {
    margin-bottom: 16px;
    padding: 12px;
    border: 2px solid var(--_danger);
    border-radius: 12px;
  }

  .help > ul > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 10px;
    padding: 4px 0;
    border-top: 1px solid var(--_line);
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }

  .help > ul {
    margin-top: 6px;
  }

  .help a {
    color: var(--_link);
  }

  .help :is(.call, .site) {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-height: 32px;
  }

  .help .call {
    font-weight: 650;
    white-space: nowrap;
  }

  .help .means {
    display: none;
    margin-top: 4px;
    font-size: 0.9375em;
  }

  .help summary {
    margin-top: 4px;
    padding: 6px 0;
    border-top: 1px solid var(--_line);
    font-weight: 650;
    font-size: 0.9375em;
    cursor: pointer;
  }

  .procedure {
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }

  .procedure > * + * {
    margin-top: 0.6em;
  }

  .procedure ul {
    padding-inline-start: 1.2em;
    list-style: disc;
  }

  .procedure li + li {
    margin-top: 0.3em;
  }

  @media (min-width: 1200px) {
    .danger-bar .wide {
      display: none;
    }
  }

  /* There the log needs the room: what it means is read to who cannot see, and stands in the help. */
  @media (max-width: 719px), (max-height: 480px) {
    .danger-bar {
      padding: 4px 10px;
    }

    .danger-bar p {
      flex: 1 1 0;
      position: relative;
    }

    .danger-bar .means {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .help .means {
      display: block;
    }
  }

  @media (forced-colors: active) {
    .danger-bar {
      border: 3px solid CanvasText;
    }
  }
`;
