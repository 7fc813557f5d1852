/** Conversations with people: an agent's own, and for supervisors those of colleagues. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Language } from "../../shared/languages.ts";
import { shortTime } from "../../shared/view/clock.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Held } from "../desk_readers.ts";
import { languageName } from "../language_name.ts";
import { topicTitle } from "../topics.ts";
import { marks } from "./marks.ts";

export interface HeldContext {
  readonly texts: DeskTexts;
  readonly language: Language;
  readonly openId: string | null;
  unread(held: Held): boolean;
  typing(id: string): boolean;
  open(id: string): void;
}

export function heldList(held: readonly Held[], none: string, context: HeldContext): TemplateResult {
  if (held.length === 0) return html`<p class="none">${none}</p>`;
  return html`<ul class="rows">
    ${repeat(
      held,
      ({ conversation_id }) => conversation_id,
      (each) => row(each, context),
    )}
  </ul>`;
}

function row(held: Held, { texts, language, openId, unread, typing, open }: HeldContext): TemplateResult {
  const { conversation_id: id, mine } = held;
  const title = topicTitle(held.topic, language) ?? texts.noTopic;
  const fresh = unread(held);
  return html`<li class="row ${held.danger ? "danger" : held.priority} ${fresh ? "unread" : ""}" ?data-open=${id === openId}>
    <button
      class="target"
      type="button"
      data-conversation=${id}
      aria-current=${id === openId ? "true" : nothing}
      @click=${() => open(id)}
    >
      <span class="line">
        ${marks(held, texts)}<span class="topic">${title}</span>
      </span>
      <span class="line quiet">
        <span class="language">${languageName(held.language, language)}</span>
        ${mine ? nothing : html`<span>${texts.heldBy(held.agent.display_name)}</span>`}
        <time datetime=${held.last_at}>${shortTime(held.last_at, language)}</time>
        ${
          typing(id)
            ? html`<em>${texts.typing}</em>`
            : fresh
              ? html`<strong class="mark">${texts.unread}</strong>`
              : mine && held.last_from === "agent"
                ? html`<span>${texts.answered}</span>`
                : nothing
        }
      </span>
    </button>
  </li>`;
}
