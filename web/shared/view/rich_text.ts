/** Draws parsed Markdown. Lit escapes every value, and there is no way here to hand it HTML. */
import { html, type TemplateResult } from "lit";
import { incident } from "../incident.ts";
import type { Language } from "../languages.ts";
import { type Block, type Inline, parseMarkdown } from "../markdown.ts";
import { externalLink } from "./links.ts";
import { unbroken } from "./typography.ts";

const RULES = { domains: [...incident.officialDomains, "safeonweb.be"], phone: incident.hotline };

export function richText(source: string, language: Language, newWindow: string): TemplateResult {
  const inline = (part: Inline) => {
    if (part.kind === "link") return externalLink(part.url, part.text, newWindow);
    const text = unbroken(part.text, language);
    return part.kind === "bold" ? html`<strong>${text}</strong>` : text;
  };
  const block = (part: Block) =>
    part.kind === "list"
      ? html`<ul>${part.items.map((item) => html`<li>${item.map(inline)}</li>`)}</ul>`
      : html`<p>${part.lines.map((line, index) => [index > 0 ? html`<br>` : null, line.map(inline)])}</p>`;
  return html`${parseMarkdown(source, RULES).map(block)}`;
}
