/** The frame: header above, foot below, and the log takes what is left. Each part's look stands in a file of its own. */
import { css } from "lit";
import { bubbleStyles } from "./bubble_styles.ts";
import { headerStyles } from "./header_styles.ts";
import { logStyles } from "./log_styles.ts";
import { menuStyles } from "./menu_styles.ts";
import { messageStyles } from "./message_styles.ts";
import { sheetStyles } from "./sheet_styles.ts";

const frameStyles = css`
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

  .queue,
  .connection {
    display: flex;
    gap: 9px;
    align-items: flex-start;
    margin: 0;
    padding: 8px 16px;
    border-top: 1px solid var(--_line);
    font-size: 0.875em;
    line-height: 1.45;
  }

  .connection {
    background: var(--_attention-tint);
    color: var(--_attention);
    font-weight: 550;
  }

  .queue {
    background: var(--_tint);
  }

  .queue svg,
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

  /* A page as wide as a desk: a column that can be read. */
  @media (min-width: 52rem) {
    .foot {
      padding-inline: max(16px, (100% - 46rem) / 2);
    }
  }

  /* When the window is as low as a phone on its side, or zoomed, the log needs the room. */
  @media (max-height: 420px) {
    .queue {
      padding-block: 3px;
    }

    .wait {
      display: none;
    }

    .foot {
      padding-block: 6px;
    }
  }

  @media (forced-colors: active) {
    .foot {
      border: 1px solid CanvasText;
    }
  }
`;

export const chatStyles = [frameStyles, headerStyles, menuStyles, logStyles, messageStyles, bubbleStyles, sheetStyles];
