/** The log: the customer to the left, whoever answers to the right; the assistant's part quieter than a person's. */
import { css } from "lit";

export const logStyles = css`
  .scroller {
    position: relative;
    display: flex;
    flex: 1;
    min-height: 0;
  }

  .log {
    flex: 1;
    min-width: 0;
    padding: 14px 20px;
    overflow: auto;
    overscroll-behavior: contain;
  }

  .log:focus-visible {
    outline-offset: -3px;
  }

  .message {
    display: grid;
    justify-items: start;
    max-width: min(640px, 88%);
    margin-bottom: 12px;
  }

  .message.bot,
  .message.agent {
    justify-items: end;
    margin-inline-start: auto;
  }

  .message.system {
    justify-items: center;
    max-width: none;
    margin-inline: auto;
    text-align: center;
  }

  .system .meta strong {
    position: absolute;
    clip-path: inset(50%);
  }

  .meta {
    margin-bottom: 2px;
  }

  .meta strong {
    color: var(--_ink);
    font-weight: 600;
  }

  .bubble {
    display: grid;
    gap: 6px;
    padding: 7px 12px;
    border: 1px solid var(--_line);
    border-radius: 4px 14px 14px 14px;
    background: var(--_surface);
    overflow-wrap: anywhere;
  }

  .bot .bubble {
    border-color: transparent;
    border-radius: 14px 4px 14px 14px;
    background: var(--_tint);
  }

  .agent .bubble {
    border-color: var(--_own-edge);
    border-radius: 14px 4px 14px 14px;
    background: var(--_own);
    color: var(--_on-accent);
  }

  .agent .bubble a {
    color: inherit;
  }

  .bubble a {
    color: var(--_link);
  }

  .bubble ul {
    margin-inline-start: 1.2em;
    list-style: disc;
  }

  .system .bubble {
    border: 0;
    background: none;
    padding: 0 12px;
    color: var(--_quiet);
    font-size: 0.875em;
  }

  .unsure {
    display: flex;
    align-items: center;
    gap: 5px;
    margin-top: 3px;
    color: var(--_attention);
    font-size: 0.8125em;
    font-weight: 600;
  }

  .unsent .bubble {
    border-style: dashed;
    border-color: var(--_edge);
    background: var(--_surface);
    color: var(--_ink);
  }

  .unsent .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-top: 2px;
  }

  .unsent.failed .meta {
    color: var(--_attention);
    font-weight: 600;
  }

  .again {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--_edge);
    border-radius: 7px;
    background: var(--_surface);
    color: var(--_ink);
  }

  .newest {
    position: absolute;
    inset: auto auto 10px 50%;
    display: flex;
    align-items: center;
    gap: 6px;
    translate: -50%;
    box-shadow: var(--_shadow);
  }

  @media (max-width: 719px) {
    .log {
      padding-inline: 10px;
    }

    .message {
      max-width: 94%;
    }
  }

  @media (max-height: 480px) {
    .log {
      overflow: visible;
    }
  }

  @media (forced-colors: active) {
    .bubble {
      border-color: CanvasText;
    }
  }
`;
