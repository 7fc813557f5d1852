/**
 * The listbox of ready answers. HTML gives a textarea no role but textbox, so the field keeps that one and points here
 * with `aria-controls` and `aria-activedescendant`, as a combobox does; the number of answers is announced.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Danger } from "../../shared/api_types.ts";
import type { Language } from "../../shared/languages.ts";
import { isFor } from "../canned_replies.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { CannedReply } from "../desk_readers.ts";
import { dangerMark } from "./marks.ts";

interface Around {
  readonly texts: DeskTexts;
  readonly language: Language;
  readonly customerLanguage: Language;
  /** Of the customer; what was written for it is marked. */
  readonly danger: Danger | null;
}

export function cannedList(
  found: readonly CannedReply[],
  chosen: number,
  { texts, language, customerLanguage, danger }: Around,
  choose: (reply: CannedReply) => void,
  key: (event: KeyboardEvent) => void,
  left: (event: FocusEvent) => void,
): TemplateResult {
  // The field keeps the focus while the mouse chooses. What scrolls can be reached by Tab, and does the same there.
  return html`<div class="canned" @mousedown=${(event: Event) => event.preventDefault()}>
    ${found.length === 0 ? html`<p>${texts.cannedNone}</p>` : nothing}
    <ul
      id="canned"
      role="listbox"
      aria-label=${texts.canned}
      tabindex="0"
      aria-activedescendant=${found.length > 0 ? `canned-${chosen}` : nothing}
      @keydown=${key}
      @blur=${left}
    >
      ${found.map(
        (reply, index) =>
          html`<li
            id="canned-${index}"
            role="option"
            aria-selected=${index === chosen ? "true" : "false"}
            @click=${() => choose(reply)}
          >
            <span class="name"><kbd>/${reply.shortcut}</kbd> ${reply.title[language]}
              ${danger && isFor(reply, danger) ? dangerMark(danger, texts) : nothing}</span>
            <span class="text" lang=${customerLanguage}>${reply.text[customerLanguage]}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}
