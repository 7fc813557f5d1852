/** One message of the log, and one that has not arrived yet. */
import { html, nothing, type TemplateResult } from "lit";
import type { Texts } from "../catalogue/texts.ts";
import type { Unsent } from "../drafts.ts";
import type { Language } from "../languages.ts";
import type { Message, Sender } from "../wire.ts";
import { shortTime } from "./clock.ts";
import { details } from "./details.ts";
import { icons } from "./icons.ts";
import { externalLink } from "./links.ts";
import { richText } from "./rich_text.ts";

export interface MessageContext {
  readonly texts: Texts;
  readonly language: Language;
  /** The last of several in a row by the same sender: it carries their name and the time. */
  readonly last: boolean;
  /** Its buttons can still be pressed. */
  readonly offered: boolean;
  press(id: string, title: string): void;
}

export function message(shown: Message, context: MessageContext): TemplateResult {
  const { texts, last, offered } = context;
  const { from, text, language, buttons, links } = shown;
  return html`<div class="message ${from} ${last ? "last" : ""}" lang=${language} data-id=${shown.id}>
    <span class="heard" lang=${context.language}>${texts.senders[from]}${colon(context.language)}</span>
    <div class="bubble">
      ${from === "customer" ? html`<p class="typed">${text}</p>` : richText(text, texts.newWindow)}
      ${
        links.length > 0
          ? html`<ul class="links">
              ${links.map(({ title, url }) => html`<li>${externalLink(url, title, texts.newWindow, "link")}</li>`)}
            </ul>`
          : nothing
      }
    </div>
    ${from === "bot" ? html`<div lang=${context.language}>${details(shown, texts)}</div>` : nothing}
    ${
      offered && buttons.length > 0
        ? html`<ul class="choices" aria-label=${texts.choices}>
            ${buttons.map(
              ({ id, title }) =>
                html`<li><button type="button" @click=${() => context.press(id, title)}>${title}</button></li>`,
            )}
          </ul>`
        : nothing
    }
    ${last ? meta(from, shown.at, context) : nothing}
  </div>`;
}

export function unsent(
  entry: Unsent,
  { texts, language }: { texts: Texts; language: Language },
  retry: (id: string) => void,
): TemplateResult {
  const state = { sending: texts.sending, waiting: texts.waitingToSend, failed: texts.notSent }[entry.state];
  return html`<div class="message customer last unsent ${entry.state}">
    <span class="heard">${texts.senders.customer}${colon(language)}</span>
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
export function spoken({ from, text, buttons }: Message, texts: Texts, language: Language): string {
  const plain = text.replace(/\*\*/g, "").replace(/^\s*[-*•]\s+/gm, "");
  const offers =
    buttons.length > 0 ? ` ${texts.choices}${colon(language)}${buttons.map((b) => b.title).join(", ")}` : "";
  return `${texts.senders[from]}${colon(language)}${plain}${offers}`;
}

function meta(from: Sender, at: string, { texts, language }: MessageContext): TemplateResult {
  return html`<p class="meta" lang=${language}>
    ${from === "customer" ? nothing : html`<span aria-hidden="true">${texts.senders[from]} ·</span>`}
    <time datetime=${at}>${shortTime(at, language)}</time>
  </p>`;
}

/** French puts a space before a colon. */
function colon(language: Language): string {
  return language === "fr" ? "\u00a0: " : ": ";
}
