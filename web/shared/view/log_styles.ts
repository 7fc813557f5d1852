/** Where the messages stand, what stands between them, and the way to the newest. */
import { css } from "lit";

export const logStyles = css`
  .scroller {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
  }

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

  .notice {
    display: flex;
    gap: 9px;
    align-items: flex-start;
    margin: 0 0 14px;
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_tint);
    font-size: 0.875em;
    line-height: 1.45;
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

  /* A page as wide as a desk: a column that can be read. */
  @media (min-width: 52rem) {
    .log {
      padding-inline: max(16px, (100% - 46rem) / 2);
    }
  }

  /* When the window is as low as a phone on its side, or zoomed, the log needs the room. */
  @media (max-height: 420px) {
    .log {
      padding-block: 6px;
    }
  }

  @media (forced-colors: active) {
    .dots i {
      background: CanvasText;
    }
  }
`;
