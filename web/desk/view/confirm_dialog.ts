/** One question with two ways out. */
import { html, nothing, type TemplateResult } from "lit";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import { DeskDialog } from "./dialog.ts";

export class ConfirmDialog extends DeskDialog {
  static override properties = {
    texts: { attribute: false },
    question: {},
    explanation: {},
    yes: {},
    warning: { attribute: false },
    problem: { attribute: false },
    decide: { attribute: false },
  };

  declare texts: DeskTexts;
  declare question: string;
  declare explanation: string;
  declare yes: string;
  declare warning: string | null;
  declare problem: string | null;
  declare decide: () => void;

  constructor() {
    super();
    this.warning = null;
    this.problem = null;
  }

  protected override heading(): string {
    return this.question;
  }

  protected override dismissLabel(): string {
    return this.texts.dismiss;
  }

  protected override problemText(): string | null {
    return this.problem;
  }

  protected override content(): TemplateResult {
    return html`${this.warning ? html`<p class="warning">${this.warning}</p>` : nothing}
      <p>${this.explanation}</p>
      <div class="actions">
        <button class="plain" type="button" @click=${() => this.close()}>${this.texts.cancel}</button>
        <button class="solid" type="button" autofocus @click=${() => this.decide()}>${this.yes}</button>
      </div>`;
  }
}

customElements.define("breachline-confirm-dialog", ConfirmDialog);
