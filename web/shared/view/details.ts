/** The gist of an answer as a chip: an icon and words, never colour alone. */
import { html, nothing, type TemplateResult } from "lit";
import type { Texts } from "../catalogue/texts.ts";
import type { Message } from "../wire.ts";
import { icons } from "./icons.ts";

export function details({ topic, details: given }: Message, texts: Texts): TemplateResult | typeof nothing {
  if (!given) return nothing;
  if (topic === "data_type" && given["data_type"]) return involved(given["involved"], texts);
  if (topic === "check_message") return verdict(given["verdict"], given["signs"], texts);
  return nothing;
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

function verdict(value: unknown, signs: unknown, texts: Texts): TemplateResult | typeof nothing {
  const count = Array.isArray(signs) ? signs.length : 0;
  switch (value) {
    case "fraud":
    case "careful": {
      const words = texts.verdict[value];
      return chip("attention", icons.attention, count > 0 ? `${words} · ${texts.signs(count)}` : words);
    }
    case "nothing_found":
      return chip("", icons.question, texts.verdict.nothing_found);
    default:
      return nothing;
  }
}

function chip(kind: string, icon: TemplateResult, words: string): TemplateResult {
  return html`<p class="chip ${kind}">${icon}<span>${words}</span></p>`;
}
