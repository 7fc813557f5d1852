/** To whom a conversation goes: a colleague who is there, or the queue; with a note for whoever takes it. */
import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent } from "../desk_readers.ts";
import { languageNames } from "../language_name.ts";
import { DeskDialog } from "./dialog.ts";

const QUEUE = "queue";

export class TransferDialog extends DeskDialog {
  static override properties = {
    texts: { attribute: false },
    language: { attribute: false },
    customerLanguage: { attribute: false },
    colleagues: { attribute: false },
    problem: { attribute: false },
    decide: { attribute: false },
    missing: { state: true },
  };

  declare texts: DeskTexts;
  declare language: Language;
  declare customerLanguage: Language;
  declare colleagues: readonly Agent[];
  declare problem: string | null;
  declare decide: (to: string | null, note: string) => void;
  declare protected missing: boolean;

  constructor() {
    super();
    this.missing = false;
    this.problem = null;
  }

  protected override heading(): string {
    return this.texts.transferTitle;
  }

  protected override dismissLabel(): string {
    return this.texts.dismiss;
  }

  protected override problemText(): string | null {
    return this.missing ? this.texts.chooseColleague : this.problem;
  }

  protected override content(): TemplateResult {
    const { texts } = this;
    return html`<form novalidate @submit=${(event: Event) => this.#submit(event)}>
      <fieldset aria-describedby=${this.problemText() ? "problem" : nothing}>
        <legend>${texts.transferTo}</legend>
        ${this.#choice(QUEUE, texts.toQueue, texts.toQueueHint, true)}
        ${this.#sorted.map((agent) => this.#colleague(agent))}
      </fieldset>
      <label for="note">${texts.transferNote}</label>
      <textarea id="note" rows="3" maxlength="2000" aria-describedby="note-hint"></textarea>
      <p class="hint" id="note-hint">${texts.transferNoteHint}</p>
      <div class="actions">
        <button class="plain" type="button" @click=${() => this.close()}>${texts.cancel}</button>
        <button class="solid" type="submit">${texts.transfer}</button>
      </div>
    </form>`;
  }

  /** Those who can help first: there, speaking the language, with the least to do. */
  get #sorted(): readonly Agent[] {
    const rank = (agent: Agent) =>
      (agent.presence === "online" ? 0 : agent.presence === "away" ? 1_000 : 2_000) +
      (agent.languages.includes(this.customerLanguage) ? 0 : 500) +
      agent.conversations;
    return [...this.colleagues].sort((a, b) => rank(a) - rank(b));
  }

  #colleague(agent: Agent): TemplateResult {
    const { texts, language } = this;
    const speaks = agent.languages.includes(this.customerLanguage);
    const hint = [
      texts.presences[agent.presence],
      texts.load(agent.conversations),
      languageNames(agent.languages, language),
      ...(speaks ? [] : [texts.speaksNot]),
    ].join(" · ");
    return this.#choice(agent.id, agent.display_name, hint, agent.presence === "online");
  }

  #choice(value: string, name: string, hint: string, there: boolean): TemplateResult {
    return html`<label class="choice">
      <input type="radio" name="to" value=${value} ?disabled=${!there} ?autofocus=${value === QUEUE}
        @change=${() => (this.missing = false)} />
      <span><strong>${name}</strong><span class="hint">${hint}</span></span>
    </label>`;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const to = data.get("to");
    this.missing = to === null;
    if (to === null) {
      this.renderRoot.querySelector<HTMLElement>("input:enabled")?.focus();
      return;
    }
    this.decide(to === QUEUE ? null : String(to), this.renderRoot.querySelector("textarea")?.value ?? "");
  }
}

customElements.define("breachline-transfer-dialog", TransferDialog);
