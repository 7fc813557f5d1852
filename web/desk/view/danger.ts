/** Beside a customer who may be in danger: what it is, whom they can call, and what the operator wants agents to do. */
import { html, nothing, type TemplateResult } from "lit";
import type { Danger } from "../../shared/api_types.ts";
import type { Language } from "../../shared/languages.ts";
import { parsedUrl } from "../../shared/markdown.ts";
import { icons } from "../../shared/view/icons.ts";
import { externalLink } from "../../shared/view/links.ts";
import { richText } from "../../shared/view/rich_text.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Help, HelpLine } from "../desk_readers.ts";

export interface DangerContext {
  readonly texts: DeskTexts;
  /** The help stands open, where it does not stand there anyway; null where there is none. */
  readonly help: boolean | null;
  toggleHelp(): void;
}

/** Across the conversation, above its log. That it came is announced by `Attention`. */
export function dangerBar(danger: Danger, { texts, help, toggleHelp }: DangerContext): TemplateResult {
  return html`<div class="danger-bar">
    <p>${icons.attention}<strong>${texts.dangers[danger]}</strong> <span class="means">${texts.dangersMean[danger]}</span></p>
    ${
      help === null
        ? nothing
        : html`<button
            class="plain small wide"
            type="button"
            aria-expanded=${help ? "true" : "false"}
            aria-controls="aside"
            @click=${toggleHelp}
          >
            ${texts.showHelp}
          </button>`
    }
  </div>`;
}

export function dangerHelp(
  danger: Danger,
  { lines, procedure }: Help,
  texts: DeskTexts,
  language: Language,
): TemplateResult {
  return html`<section class="help" aria-labelledby="help-title">
    <h3 id="help-title">${texts.help}</h3>
    <p class="means" aria-hidden="true">${texts.dangersMean[danger]}</p>
    ${lines.length > 0 ? html`<ul>${lines.map((line) => helpLine(line, texts))}</ul>` : nothing}
    ${
      procedure
        ? html`<details open>
            <summary>${texts.procedure}</summary>
            <div class="procedure">${richText(procedure, language, texts.newWindow)}</div>
          </details>`
        : nothing
    }
  </section>`;
}

/** What the phone dials, or nothing where it is no single number. */
export function callAddress({ number, url }: Pick<HelpLine, "number" | "url">): string | null {
  if (url?.startsWith("tel:")) return url;
  return /^\+?\d+(?:[ ./-]\d+)*$/.test(number) ? `tel:${number.replace(/[ ./-]/g, "")}` : null;
}

/** The number calls; a site has a link of its own, which says where it leads. */
function helpLine({ title, number, url }: HelpLine, { newWindow }: DeskTexts): TemplateResult {
  const calls = callAddress({ number, url });
  const site = url ? parsedUrl(url) : null;
  return html`<li>
    <span>${title}</span>
    ${calls ? externalLink(calls, number, newWindow, "call") : number ? html`<span>${number}</span>` : nothing}
    ${
      site?.protocol === "https:"
        ? externalLink(site.href, site.hostname.replace(/^www\./, ""), newWindow, "site")
        : nothing
    }
  </li>`;
}
