/** The gist of an answer: a chip below it, or the verdict on a pasted message as a banner above its signs. Both have an icon and words, never colour alone. */
import { html, nothing, type TemplateResult } from "lit";
import type { Message } from "../api_readers.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { Language } from "../languages.ts";
import { icons } from "./icons.ts";

export function details({ topic, details: given }: Message, texts: Texts): TemplateResult | typeof nothing {
  if (!given) return nothing;
  if (topic === "data_type" && given["data_type"]) return involved(given["involved"], texts);
  return nothing;
}

/** The verdict on a pasted message. */
export function banner(
  { topic, details: given }: Message,
  texts: Texts,
  language: Language,
): TemplateResult | typeof nothing {
  if (!given || topic !== "check_message") return nothing;
  const count = Array.isArray(given["signs"]) ? given["signs"].length : 0;
  switch (given["verdict"]) {
    case "fraud":
      return strip("fraud", language, icons.attention, texts.verdict.fraud, count > 0 ? texts.signs(count) : null);
    case "careful":
      return strip("careful", language, icons.attention, texts.verdict.careful, count > 0 ? texts.signs(count) : null);
    case "nothing_found":
      return strip("", language, icons.question, texts.verdict.nothing_found, null);
    default:
      return nothing;
  }
}

function involved(value: unknown, { involved: words }: Texts): TemplateResult | typeof nothing {
  switch (value) {
    case "yes":
      return chip("attention", icons.attention, words.yes);
    case "no":
      return chip("", icons.dash, words.no);
    case "unknown":
      return chip("", icons.question, words.unknown);
    default:
      return nothing;
  }
}

function strip(
  kind: string,
  language: Language,
  icon: TemplateResult,
  words: string,
  more: string | null,
): TemplateResult {
  return html`<p class="verdict ${kind}" lang=${language}>${icon}<span>${words}${more ? html` <small>${more}</small>` : nothing}</span></p>`;
}

function chip(kind: string, icon: TemplateResult, words: string): TemplateResult {
  return html`<p class="chip ${kind}">${icon}<span>${words}</span></p>`;
}
