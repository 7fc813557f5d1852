import { css } from "lit";

export const replyStyles = css`
  :host {
    display: block;
  }

  form {
    position: relative;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    margin-bottom: 4px;
  }

  .head .quiet {
    min-height: 28px;
    padding: 2px 8px;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--_link);
    font-size: 0.8125em;
    font-weight: 600;
  }

  .head .quiet:hover {
    background: var(--_tint);
  }

  .line {
    display: flex;
    align-items: flex-end;
    gap: 8px;
  }

  .line textarea {
    flex: 1;
    min-width: 0;
    max-height: 40vh;
    border-width: 1.5px;
    border-color: var(--_link);
    resize: none;
  }

  .hint {
    margin-top: 4px;
  }

  .canned {
    position: absolute;
    inset: auto 0 100% 0;
    z-index: 2;
    max-height: min(330px, 50vh);
    overflow: auto;
    padding: 6px;
    border: 1px solid var(--_edge);
    border-radius: 12px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }

  .canned p {
    padding: 8px 10px;
    color: var(--_quiet);
    font-size: 0.875em;
  }

  .canned li {
    padding: 7px 10px;
    border-radius: 8px;
    cursor: pointer;
  }

  .canned li:hover {
    background: var(--_page);
  }

  .canned [aria-selected="true"] {
    background: var(--_tint);
    outline: 2px solid var(--_link);
    outline-offset: -2px;
  }

  .name {
    display: block;
    font-weight: 600;
    font-size: 0.9375em;
  }

  .text {
    display: -webkit-box;
    overflow: hidden;
    color: var(--_quiet);
    font-size: 0.8125em;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  kbd {
    padding: 0 0.35em;
    border: 1px solid var(--_line);
    border-radius: 5px;
    background: var(--_page);
    font: inherit;
    font-size: 0.875em;
  }

  @media (max-width: 480px) {
    .line .solid {
      padding-inline: 10px;
    }
  }

  @media (max-height: 480px), (max-width: 480px) {
    .hint {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
