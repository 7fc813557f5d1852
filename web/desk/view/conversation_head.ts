/** The top of a conversation: what it is about, where it stands, and what its agent may do with it. */
import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Case } from "../desk_readers.ts";
import { languageName } from "../language_name.ts";
import { topicTitle } from "../topics.ts";
import { marks } from "./marks.ts";

export interface HeadContext {
  readonly details: Case;
  /** What the lists call it; only conversations that are neither waiting nor held have none there. */
  readonly topic: string | null;
  readonly mine: boolean;
  readonly notes: number;
  /** The details and notes are open, where they do not stand there anyway. */
  readonly aside: boolean;
  readonly texts: DeskTexts;
  readonly language: Language;
  ask(question: "transfer" | "close" | "return"): void;
  toggleAside(): void;
}

export function conversationHead(context: HeadContext): TemplateResult {
  const { details, texts, language, aside } = context;
  const title = topicTitle(context.topic ?? details.topics.at(-1) ?? null, language) ?? texts.noTopic;
  return html`<header role="none">
    <div class="who">
      <h2 tabindex="-1">${title}</h2>
      <p class="quiet">
        ${marks({ ...details, danger: null }, texts)}
        <span class="language">${languageName(details.language, language)}</span><span>${state(context)}</span>
        ${
          details.helped_before
            ? html`<span class="helped" title=${texts.helpedBeforeHint}>${texts.helpedBefore}</span>`
            : nothing
        }
      </p>
    </div>
    <div class="moves">
      ${context.mine ? moves(context) : nothing}
      <button
        class="plain small wide"
        type="button"
        aria-expanded=${aside ? "true" : "false"}
        aria-controls="aside"
        @click=${context.toggleAside}
      >
        ${aside ? texts.hideFacts : texts.factsAndNotes(context.notes)}
      </button>
    </div>
  </header>`;
}

function moves({ texts, ask }: HeadContext): TemplateResult {
  return html`<button class="plain small" type="button" @click=${() => ask("transfer")}>${texts.transfer}</button>
    <button class="plain small" type="button" @click=${() => ask("return")}>${texts.giveBack}</button>
    <button class="plain small" type="button" @click=${() => ask("close")}>${texts.close}</button>`;
}

function state({ details, mine, texts }: HeadContext): string {
  if (mine) return texts.states.mine;
  return details.state === "agent" && details.agent
    ? texts.heldBy(details.agent.display_name)
    : texts.states[details.state];
}
