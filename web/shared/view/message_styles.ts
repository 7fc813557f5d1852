/** One message: whose side it stands on, and what goes with its bubble. */
import { css } from "lit";

export const messageStyles = css`
  .message {
    /* What is only heard stays in here; it would make the chat around the log scroll. */
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-width: 100%;
    margin-bottom: 5px;
  }

  .message.last {
    margin-bottom: 16px;
  }

  .customer {
    align-items: flex-end;
  }

  .system {
    align-items: stretch;
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

  .system .chip {
    align-self: flex-start;
  }

  .chip.attention {
    border-color: currentColor;
    background: var(--_attention-tint);
    color: var(--_attention);
  }

  .verdict {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0 0 8px;
    padding: 7px 10px;
    border: 1px solid var(--_line);
    border-left-width: 4px;
    border-radius: 8px;
    background: var(--_tint);
    font-weight: 700;
  }

  .verdict small {
    font-weight: 400;
    font-size: 0.875em;
    white-space: nowrap;
  }

  .verdict.fraud,
  .verdict.careful {
    border-color: currentColor;
    background: var(--_attention-tint);
    color: var(--_attention);
  }

  .verdict.careful {
    border-left-style: dashed;
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

  @media (forced-colors: active) {
    .chip {
      border: 1px solid CanvasText;
    }

    .verdict {
      border-color: CanvasText;
    }

    .choices button {
      border: 1px solid ButtonText;
    }
  }
`;
