/** Why a conversation ends: asked each time, because the overview counts it. */
import { html, nothing, type TemplateResult } from "lit";
import type { ClosingReason } from "../../shared/api_types.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import { REASONS } from "../desk_readers.ts";
import { DeskDialog } from "./dialog.ts";

export class CloseDialog extends DeskDialog {
  static override properties = {
    texts: { attribute: false },
    unsent: { type: Boolean },
    problem: { attribute: false },
    decide: { attribute: false },
    missing: { state: true },
  };

  declare texts: DeskTexts;
  /** There is text in the reply that would be lost. */
  declare unsent: boolean;
  declare problem: string | null;
  declare decide: (reason: ClosingReason) => void;
  declare protected missing: boolean;

  constructor() {
    super();
    this.unsent = false;
    this.missing = false;
    this.problem = null;
  }

  protected override heading(): string {
    return this.texts.closeTitle;
  }

  protected override dismissLabel(): string {
    return this.texts.dismiss;
  }

  protected override problemText(): string | null {
    return this.missing ? this.texts.closeMissing : this.problem;
  }

  protected override content(): TemplateResult {
    const { texts } = this;
    return html`<form novalidate @submit=${(event: Event) => this.#submit(event)}>
      ${this.unsent ? html`<p class="warning">${texts.unsentWarning}</p>` : nothing}
      <fieldset aria-describedby=${this.problemText() ? "problem" : nothing}>
        <legend>${texts.closeReason}</legend>
        ${REASONS.map(
          (reason, index) =>
            html`<label class="choice">
              <input type="radio" name="reason" value=${reason} ?autofocus=${index === 0}
                @change=${() => (this.missing = false)} />
              <span>${texts.reasons[reason]}</span>
            </label>`,
        )}
      </fieldset>
      <div class="actions">
        <button class="plain" type="button" @click=${() => this.close()}>${texts.cancel}</button>
        <button class="solid" type="submit">${texts.close}</button>
      </div>
    </form>`;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get("reason");
    const reason = REASONS.find((one) => one === given);
    this.missing = reason === undefined;
    if (reason) this.decide(reason);
    else this.renderRoot.querySelector("input")?.focus();
  }
}

customElements.define("breachline-close-dialog", CloseDialog);
