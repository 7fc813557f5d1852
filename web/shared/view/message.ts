/** One message of the log, and one that has not arrived yet. */
import { html, nothing, type TemplateResult } from "lit";
import type { Message } from "../api_readers.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { Unsent } from "../drafts.ts";
import { agentOf } from "../handoff.ts";
import { COLONS, type Language } from "../languages.ts";
import { plainText } from "../markdown.ts";
import { shortTime } from "./clock.ts";
import { banner, details } from "./details.ts";
import { icons } from "./icons.ts";
import { externalLink } from "./links.ts";
import { richText } from "./rich_text.ts";
import { noBreak } from "./typography.ts";

export interface MessageContext {
  readonly texts: Texts;
  readonly language: Language;
  /** The last of several in a row by the same sender: it carries their name and the time. */
  readonly last: boolean;
  /** Its buttons can still be pressed. */
  readonly offered: boolean;
  /** What else can be done about it here. */
  readonly actions: readonly Action[];
  /** What was done about it. */
  readonly done: string | null;
  press(id: string, title: string): void;
}

/** A button of the client's own, for what the gateway offers and the client does. */
export interface Action {
  readonly name: string;
  readonly title: string;
  run(): void;
}

export function message(shown: Message, context: MessageContext): TemplateResult {
  const { texts, last, offered } = context;
  const { from, text, language, links } = shown;
  const actions = [
    ...(offered ? shown.buttons : []).map(({ id, title }) => ({
      name: id,
      title,
      run: () => context.press(id, title),
    })),
    ...context.actions,
  ];
  return html`<div class="message ${from} ${last ? "last" : ""}" lang=${language} data-id=${shown.id}>
    <span class="heard" lang=${context.language}>${sender(shown, texts)}${COLONS[context.language]}</span>
    <div class="bubble">
      ${from === "bot" ? banner(shown, texts, context.language) : nothing}
      ${from === "customer" ? html`<p class="typed">${text}</p>` : richText(text, language, texts.newWindow)}
      ${
        links.length > 0
          ? html`<ul class="links">
              ${links.map(({ title, url }) => html`<li>${externalLink(url, noBreak(title, language), texts.newWindow, "link")}</li>`)}
            </ul>`
          : nothing
      }
    </div>
    ${from === "bot" ? html`<div lang=${context.language}>${details(shown, texts)}</div>` : nothing}
    ${
      actions.length > 0
        ? html`<ul class="choices" lang=${context.language} aria-label=${from === "system" ? texts.possible : texts.choices}>
            ${actions.map(
              ({ name, title, run }) =>
                html`<li><button type="button" data-action=${name} @click=${run}>${noBreak(title, context.language)}</button></li>`,
            )}
          </ul>`
        : nothing
    }
    ${context.done ? html`<p class="chip" lang=${context.language}>${icons.check}<span>${context.done}</span></p>` : nothing}
    ${last ? meta(shown, context) : nothing}
  </div>`;
}

export function unsent(
  entry: Unsent,
  { texts, language }: { texts: Texts; language: Language },
  retry: (id: string) => void,
): TemplateResult {
  const state = { sending: texts.sending, waiting: texts.waitingToSend, failed: texts.notSent }[entry.state];
  return html`<div class="message customer last unsent ${entry.state}">
    <span class="heard">${texts.senders.customer}${COLONS[language]}</span>
    <div class="bubble"><p class="typed">${entry.shown}</p></div>
    <p class="meta">
      ${entry.state === "failed" ? icons.attention : nothing}<span>${state}</span>
      ${
        entry.state === "failed"
          ? html`<button class="again" type="button" @click=${() => retry(entry.id)}>${texts.sendAgain}</button>`
          : nothing
      }
    </p>
  </div>`;
}

/** What is read aloud of a message: its sender, its text, and what it offers. */
export function spoken(told: Message, titles: readonly string[], texts: Texts, language: Language): string {
  const { from, text } = told;
  const offers =
    titles.length > 0
      ? ` ${from === "system" ? texts.possible : texts.choices}${COLONS[language]}${titles.join(", ")}`
      : "";
  return `${sender(told, texts)}${COLONS[language]}${plainText(text)}${offers}`;
}

/** A person by their name. */
function sender(message: Message, texts: Texts): string {
  return (message.from === "agent" && agentOf(message)) || texts.senders[message.from];
}

function meta(shown: Message, { texts, language }: MessageContext): TemplateResult {
  const { from, at } = shown;
  return html`<p class="meta" lang=${language}>
    ${from === "customer" ? nothing : html`<span aria-hidden="true">${sender(shown, texts)} ·</span>`}
    <time datetime=${at}>${shortTime(at, language)}</time>
  </p>`;
}
