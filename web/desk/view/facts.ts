/** What the desk knows of a conversation beside its words. */
import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import { shortTime } from "../../shared/view/clock.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Case } from "../desk_readers.ts";
import { languageName } from "../language_name.ts";
import { topicTitle } from "../topics.ts";

export function facts(conversation: Case, texts: DeskTexts, language: Language): TemplateResult {
  const { client, topics, unsure, rating, danger } = conversation;
  const priority = danger ? texts.dangers[danger] : texts.priorities[conversation.priority];
  const titles = topics.flatMap((topic) => topicTitle(topic, language) ?? []);
  return html`<dl class="facts">
    ${fact(texts.language, languageName(conversation.language, language))}
    ${fact(texts.priority, priority)}
    ${client === "web" || client === "app" ? fact(texts.client, texts.clients[client]) : nothing}
    ${fact(texts.startedAt, shortTime(conversation.started_at, language))}
    ${
      conversation.helped_before
        ? html`<div class="wide"><dt>${texts.helpedBefore}</dt><dd>${texts.helpedBeforeHint}</dd></div>`
        : nothing
    }
    ${unsure.length > 0 ? fact(texts.unsureCount, String(unsure.length)) : nothing}
    ${rating ? fact(texts.rating, [texts.stars(rating.stars), rating.comment].filter(Boolean).join(" – ")) : nothing}
    ${
      titles.length > 0
        ? html`<div class="wide">
            <dt>${texts.topics}</dt>
            <dd><ol>${titles.map((title) => html`<li>${title}</li>`)}</ol></dd>
          </div>`
        : nothing
    }
  </dl>`;
}

function fact(name: string, value: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
