/** In the place of a conversation that is not, or not yet, to be read. */
import { html, nothing, type TemplateResult } from "lit";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { WatchedConversation } from "../watched_conversation.ts";

/** It is a colleague's now: what was being written is left to copy. */
export function notYours(
  { replyDraft, unsent }: WatchedConversation,
  texts: DeskTexts,
  back: () => void,
): TemplateResult {
  const kept = [...unsent.map(({ shown }) => shown), replyDraft.text].filter(Boolean).join("\n");
  return html`<div class="gone" tabindex="-1">
    <p>${texts.notYours}</p>
    ${kept ? html`<p><strong>${texts.keptDraft}</strong></p><p class="typed">${kept}</p>` : nothing}
    <button class="plain small" type="button" @click=${back}>${texts.toList}</button>
  </div>`;
}

export function notLoaded(texts: DeskTexts, again: () => void): TemplateResult {
  return html`<div class="gone" tabindex="-1">
    <p>${texts.notLoaded}</p>
    <button class="plain small" type="button" @click=${again}>${texts.tryAgain}</button>
  </div>`;
}
