/** All that was said in the conversation on the screen, and the way back to its end. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icons } from "../../shared/view/icons.ts";
import type { WatchedConversation } from "../watched_conversation.ts";
import { type LogContext, logMessage, logUnsent } from "./log_message.ts";

export interface LogPlace {
  /** Something new is below what is in sight. */
  readonly behind: boolean;
  scrolled(): void;
  toEnd(): void;
}

export function log(
  { messages, unsent }: WatchedConversation,
  { behind, scrolled, toEnd }: LogPlace,
  context: LogContext,
): TemplateResult {
  const { texts } = context;
  return html`<div class="scroller">
    <div class="log" role="log" aria-live="off" aria-label=${texts.log} tabindex="0" @scroll=${scrolled}>
      ${repeat(
        messages,
        ({ id }) => id,
        (message) => logMessage(message, context),
      )}
      ${repeat(
        unsent,
        ({ id }) => id,
        (entry) => logUnsent(entry, context),
      )}
    </div>
    ${
      behind
        ? html`<button class="plain small newest" type="button"
          @click=${toEnd}>${icons.down}${texts.newest}</button>`
        : nothing
    }
  </div>`;
}
