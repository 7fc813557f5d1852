/** The top of the desk: its parts, and what concerns the agent and not a customer. */
import { html, nothing, type TemplateResult } from "lit";
import { incident } from "../../shared/incident.ts";
import { isOffered, LANGUAGE_NAMES, LANGUAGES, type Language } from "../../shared/languages.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent } from "../desk_readers.ts";

export const VIEWS = ["conversations", "tickets", "report"] as const;
export type View = (typeof VIEWS)[number];

export interface TopBarContext {
  readonly texts: DeskTexts;
  readonly language: Language;
  readonly agent: Agent;
  readonly view: View;
  readonly openTickets: number;
  skip(event: Event): void;
  readonly sound: boolean;
  /** Whether the agent's own part is open, where it does not stand there anyway. */
  readonly menu: boolean;
  toggleMenu(): void;
  show(view: View): void;
  setPresence(presence: "online" | "away"): void;
  choose(language: Language): void;
  toggleSound(): void;
  help(): void;
  signOut(): void;
}

export function topBar(context: TopBarContext): TemplateResult {
  const { texts, agent } = context;
  const names: Record<View, string> = {
    conversations: texts.conversations,
    tickets: texts.tickets(context.openTickets),
    report: texts.report,
  };
  const shown = VIEWS.filter((view) => view !== "report" || agent.role === "supervisor");
  return html`<div class="top">
    <a class="skip" href="#conversation" @click=${context.skip}>${texts.skip}</a>
    <h1>${texts.title(incident.company)}</h1>
    <nav aria-label=${texts.views}>
      ${shown.map(
        (view) =>
          html`<button type="button" aria-current=${view === context.view ? "page" : nothing}
            @click=${() => context.show(view)}>
            ${names[view]}
          </button>`,
      )}
    </nav>
    <button type="button" class="tool menu" aria-expanded=${context.menu ? "true" : "false"}
      aria-controls="self" @click=${context.toggleMenu}>
      ${texts.menu}
    </button>
    <div class="self ${context.menu ? "open" : ""}" id="self">
      ${presence(context)}
      <button type="button" class="tool" aria-pressed=${context.sound ? "true" : "false"} @click=${context.toggleSound}>
        ${texts.sound}
      </button>
      ${languageMenu(context.language, texts, context.choose)}
      <button type="button" class="tool" data-help @click=${context.help}>${texts.shortcuts}</button>
      <button type="button" class="tool" @click=${context.signOut}>${texts.signOut}</button>
    </div>
  </div>`;
}

export function languageMenu(now: Language, texts: DeskTexts, choose: (language: Language) => void): TemplateResult {
  const changed = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    if (isOffered(value)) choose(value);
  };
  return html`<select class="tool" aria-label=${texts.pageLanguage} @change=${changed}>
    ${LANGUAGES.map(
      (language) =>
        html`<option value=${language} lang=${language}
          ?selected=${language === now}>${LANGUAGE_NAMES[language]}</option>`,
    )}
  </select>`;
}

function presence({ texts, agent, setPresence }: TopBarContext): TemplateResult {
  const there = agent.presence === "online";
  const changed = (event: Event) =>
    setPresence((event.target as HTMLSelectElement).value === "online" ? "online" : "away");
  return html`<span class="name">${agent.display_name}</span>
    <select class="tool presence ${agent.presence}" aria-label=${texts.presence} @change=${changed}>
      <option value="online" ?selected=${there}>${texts.presences.online}</option>
      <option value="away" ?selected=${!there}>${texts.presences.away}</option>
    </select>`;
}
