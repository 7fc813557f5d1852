/** One message as the desk shows it, and a reply that has not arrived yet. */
import { html, nothing, type TemplateResult } from "lit";
import type { Message } from "../../shared/api_readers.ts";
import type { Unsent } from "../../shared/drafts.ts";
import { agentOf } from "../../shared/handoff.ts";
import type { Language } from "../../shared/languages.ts";
import { plainText } from "../../shared/markdown.ts";
import { shortTime } from "../../shared/view/clock.ts";
import { icons } from "../../shared/view/icons.ts";
import { richText } from "../../shared/view/rich_text.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";

export interface LogContext {
  readonly texts: DeskTexts;
  readonly language: Language;
  /** The display name of whoever is signed in. */
  readonly self: string;
  /** The customer's messages that the assistant did not understand. */
  readonly unsure: ReadonlySet<string>;
  retry(id: string): void;
  takeBack(id: string): void;
}

export function logMessage(shown: Message, context: LogContext): TemplateResult {
  const { texts, language, unsure } = context;
  const { id, from, text, buttons } = shown;
  const rich =
    from === "customer" ? html`<p class="typed">${text}</p>` : richText(text, shown.language, texts.newWindow);
  return html`<div class="message ${from}" data-id=${id}>
    <p class="meta">
      <strong>${sender(shown, context)}</strong> <time datetime=${shown.at}>${shortTime(shown.at, language)}</time>
    </p>
    <div class="bubble" lang=${shown.language}>${rich}</div>
    ${
      buttons.length > 0
        ? html`<p class="meta">${texts.choices(buttons.map(({ title }) => title).join(" · "))}</p>`
        : nothing
    }
    ${unsure.has(id) ? html`<p class="unsure">${icons.question}<span>${texts.unsure}</span></p>` : nothing}
  </div>`;
}

export function logUnsent(entry: Unsent, { texts, retry, takeBack }: LogContext): TemplateResult {
  const state = { sending: texts.sending, waiting: texts.waitingToSend, failed: texts.notSent }[entry.state];
  const stuck = entry.state !== "sending";
  return html`<div class="message agent unsent ${entry.state}">
    <div class="bubble"><p class="typed">${entry.shown}</p></div>
    <p class="meta">
      ${entry.state === "failed" ? icons.attention : nothing}<span>${state}</span>
      ${
        entry.state === "failed"
          ? html`<button type="button" class="again" @click=${() => retry(entry.id)}>${texts.sendAgain}</button>`
          : nothing
      }
      ${
        stuck
          ? html`<button type="button" class="again" @click=${() => takeBack(entry.id)}>${texts.takeBack}</button>`
          : nothing
      }
    </p>
  </div>`;
}

export function sender(message: Message, { texts, self }: Pick<LogContext, "texts" | "self">): string {
  if (message.from !== "agent") return texts.senders[message.from];
  const name = agentOf(message);
  return name === self ? texts.you : (name ?? texts.senders.agent);
}

/** What is read aloud of a message: who said it, and what. */
export function spokenLine(message: Message, context: Pick<LogContext, "texts" | "self">): string {
  return context.texts.said(sender(message, context), plainText(message.text));
}
