/** Notes between colleagues: their own place, colour, frame and words, so that nobody takes the field for the reply. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import { TEXT_LIMIT } from "../../shared/text_limit.ts";
import { shortTime } from "../../shared/view/clock.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Draft } from "../desk_drafts.ts";
import type { Note } from "../desk_readers.ts";
import { fieldStyles } from "./styles/field_styles.ts";
import { noteStyles } from "./styles/note_styles.ts";

export class Notes extends LitElement {
  static override properties = {
    texts: { attribute: false },
    language: { attribute: false },
    notes: { attribute: false },
    draft: { attribute: false },
    writable: { type: Boolean },
    save: { attribute: false },
    failed: { state: true },
    busy: { state: true },
  };

  declare texts: DeskTexts;
  declare language: Language;
  declare notes: readonly Note[];
  declare draft: Draft;
  declare writable: boolean;
  declare save: (text: string) => Promise<void>;
  declare protected failed: boolean;
  declare protected busy: boolean;

  static override styles = [base, buttons, fieldStyles, noteStyles];

  constructor() {
    super();
    this.writable = false;
    this.failed = false;
    this.busy = false;
  }

  override render(): TemplateResult {
    const { texts, notes, language } = this;
    return html`<section aria-labelledby="title">
      <h3 id="title">${texts.notes}</h3>
      <p class="only" id="only">${texts.notesHint}</p>
      ${
        notes.length === 0
          ? html`<p class="none">${texts.noNotes}</p>`
          : html`<ul>
              ${notes.map(
                ({ agent, at, text }) =>
                  html`<li>
                    <p class="meta">
                      <strong>${agent.display_name}</strong> <time datetime=${at}>${shortTime(at, language)}</time>
                    </p>
                    <p class="typed">${text}</p>
                  </li>`,
              )}
            </ul>`
      }
      ${this.writable ? this.#form(texts) : nothing}
    </section>`;
  }

  protected override firstUpdated(): void {
    const field = this.#field;
    if (field) field.value = this.draft.text;
  }

  override focus(options?: FocusOptions): void {
    this.#field?.focus(options);
  }

  #form(texts: DeskTexts): TemplateResult {
    return html`<form novalidate @submit=${(event: Event) => void this.#submit(event)}>
      <label for="note">${texts.noteField}</label>
      <textarea id="note" rows="2" maxlength=${TEXT_LIMIT} aria-describedby="only ${this.failed ? "problem" : ""}"
        @input=${() => this.#typed()}></textarea>
      ${this.failed ? html`<p class="problem" id="problem" role="alert">${texts.noteFailed}</p>` : nothing}
      <button class="plain small" type="submit">${texts.addNote}</button>
    </form>`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  #typed(): void {
    this.draft.text = this.#field?.value ?? "";
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const field = this.#field;
    const text = field?.value.trim();
    if (this.busy || !field) return;
    field.focus();
    if (!text) return;
    this.busy = true;
    try {
      await this.save(text);
      this.failed = false;
      // What was typed while it was being saved stays.
      if (field.value.trim() === text) field.value = "";
      this.#typed();
    } catch {
      this.failed = true;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("breachline-notes", Notes);
