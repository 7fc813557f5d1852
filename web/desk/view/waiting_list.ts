/** Who waits, in the server's order: in danger first, then urgent, then by how long. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Language } from "../../shared/languages.ts";
import { icons } from "../../shared/view/icons.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent, Board, Waiting } from "../desk_readers.ts";
import { languageName, languageNames } from "../language_name.ts";
import { topicTitle } from "../topics.ts";
import { marks } from "./marks.ts";
import "./since.ts";

/** On the worst day thousands wait; who reads further down than this helps nobody sooner. */
const SHOWN = 100;

export interface WaitingContext {
  readonly texts: DeskTexts;
  readonly language: Language;
  readonly board: Board;
  readonly agent: Agent;
  readonly openId: string | null;
  open(id: string): void;
  take(id: string): void;
}

export function waitingList(context: WaitingContext): TemplateResult {
  const { texts, board } = context;
  if (board.waiting.length === 0) return html`<p class="none">${texts.nobodyWaits}</p>`;
  const more = board.waiting_count - SHOWN;
  return html`<ol class="rows">
    ${repeat(
      board.waiting.slice(0, SHOWN),
      ({ conversation_id }) => conversation_id,
      (waiting) => row(waiting, context),
    )}
  </ol>${more > 0 ? html`<p class="none">${texts.more(more)}</p>` : nothing}`;
}

/** A supervisor reads what they cannot take. */
function row(waiting: Waiting, context: WaitingContext): TemplateResult {
  const { texts, language, agent, board, openId } = context;
  const { conversation_id: id, speakable } = waiting;
  const title = topicTitle(waiting.topic, language) ?? texts.noTopic;
  const readable = speakable || agent.role === "supervisor";
  const others = waiting.languages.filter((one) => one !== waiting.language);
  return html`<li class="row ${waiting.danger ? "danger" : waiting.priority} ${speakable ? "" : "barred"}" ?data-open=${id === openId}>
    <button
      class="target"
      type="button"
      data-conversation=${id}
      aria-current=${id === openId ? "true" : nothing}
      aria-disabled=${readable ? nothing : "true"}
      @click=${() => readable && context.open(id)}
    >
      <span class="line">${marks(waiting, texts)}<span
        class="topic">${title}</span></span>
      <span class="line quiet">
        <span class="language">${languageName(waiting.language, language)}</span>
        <span>
          <span class="heard">${texts.waits}</span> <breachline-since .at=${waiting.since}
            .limit=${board.limit_minutes * 60} .texts=${texts}></breachline-since>
        </span>
        ${waiting.priority === "normal" && !waiting.danger ? html`<span class="heard">${texts.priorities.normal}</span>` : nothing}
      </span>
      ${
        others.length > 0
          ? html`<span class="line quiet">${texts.alsoSpeaks(languageNames(others, language))}</span>`
          : nothing
      }
      ${speakable ? nothing : html`<span class="line barrier">${icons.attention}${texts.notYourLanguage}</span>`}
    </button>
    ${
      speakable
        ? html`<button class="plain small" type="button" data-take=${id} @click=${() => context.take(id)}>
            ${texts.take}<span class="heard">${texts.takeNamed(title).slice(texts.take.length)}</span>
          </button>`
        : nothing
    }
  </li>`;
}
