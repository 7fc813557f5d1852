/** The top of the chat: whom one talks to, the language, the options, the way out, and below it the hotline. */
import { html, nothing, type TemplateResult } from "lit";
import type { State } from "../api_types.ts";
import type { Texts } from "../catalogue/texts.ts";
import { incident } from "../incident.ts";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../languages.ts";
import { icons } from "./icons.ts";
import { externalLink } from "./links.ts";

export type Menu = "language" | "options";

export interface HeaderContext {
  readonly texts: Texts;
  readonly language: Language;
  readonly state: State;
  /** The person who answers, by name. */
  readonly agent: string | null;
  readonly menu: Menu | null;
  readonly closable: boolean;
  /** There is a conversation to copy, erase or end. */
  readonly begun: boolean;
  toggle(menu: Menu): void;
  choose(language: Language): void;
  transcript(): void;
  erase(): void;
  end(): void;
  close(): void;
}

export function header(context: HeaderContext): TemplateResult {
  const { texts, language, menu } = context;
  // A banner belongs to the page around it: this header is none.
  return html`<header role="none">
      <div class="who">
        <h2 id="title" tabindex="-1">${chatTitle(texts, context.state)}</h2>
        <p class="status ${context.state}">${context.agent ? texts.talkingTo(context.agent) : texts.status[context.state]}</p>
      </div>
      <div class="tools">
        <button
          class="tool language"
          type="button"
          data-menu="language"
          aria-expanded=${menu === "language" ? "true" : "false"}
          aria-controls="languages"
          aria-label="${texts.languageNow(LANGUAGE_NAMES[language])} – ${language.toUpperCase()}"
          @click=${() => context.toggle("language")}
        >
          <span aria-hidden="true">${language.toUpperCase()}</span>${icons.chevron}
        </button>
        <button
          class="tool"
          type="button"
          data-menu="options"
          aria-expanded=${menu === "options" ? "true" : "false"}
          aria-controls="options"
          aria-label=${texts.menu}
          @click=${() => context.toggle("options")}
        >
          ${icons.menu}
        </button>
        ${
          context.closable
            ? html`<button class="tool" type="button" data-close aria-label=${texts.close} @click=${context.close}>
                ${icons.close}
              </button>`
            : nothing
        }
      </div>
      <ul class="menu" id="languages" aria-label=${texts.language} ?hidden=${menu !== "language"}>
        ${LANGUAGES.map(
          (offered) => html`<li>
            <button
              type="button"
              lang=${offered}
              aria-current=${offered === language ? "true" : nothing}
              @click=${() => context.choose(offered)}
            >
              ${offered === language ? icons.check : html`<span class="gap"></span>`}${LANGUAGE_NAMES[offered]}
            </button>
          </li>`,
        )}
      </ul>
      <ul class="menu" id="options" aria-label=${texts.menu} ?hidden=${menu !== "options"}>
        ${option(icons.download, texts.transcript, context.begun, context.transcript)}
        ${option(icons.star, texts.end, context.begun, context.end)}
        ${option(icons.erase, texts.erase, context.begun, context.erase)}
      </ul>
    </header>
    <p class="hotline">
      <span class="lead">${texts.hotlineLead}</span>
      <span class="call">
        ${icons.phone}${externalLink(`tel:${incident.hotline.dial}`, texts.hotline(incident.hotline.display), "")}
      </span>
    </p>`;
}

/** While a person answers it is no assistant that one talks with. */
export function chatTitle(texts: Texts, state: State): string {
  return state === "agent" ? incident.company : texts.title(incident.company);
}

function option(icon: TemplateResult, words: string, enabled: boolean, run: () => void): TemplateResult {
  return html`<li>
    <button type="button" aria-disabled=${enabled ? nothing : "true"} @click=${enabled ? run : () => {}}>
      ${icon}${words}
    </button>
  </li>`;
}
