/** A message for when somebody is there, and the number to call back. What is filled in survives a failure and a reload. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { NewTicket } from "../api_types.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { Drafts } from "../drafts.ts";
import { newId } from "../new_id.ts";
import { TEXT_LIMIT } from "../text_limit.ts";
import { edited, type PhoneProblem, type TicketProblems, ticketProblems } from "../ticket.ts";
import { formStyles } from "./form_styles.ts";
import { base, buttons } from "./tokens.ts";

export class TicketFilled extends Event {
  constructor(readonly ticket: NewTicket) {
    super("ticket-filled");
  }
}

const FINE: TicketProblems = { phone: null, text: null };

export class TicketForm extends LitElement {
  static override properties = {
    texts: { attribute: false },
    drafts: { attribute: false },
    failed: { attribute: false },
    sending: { type: Boolean },
    problems: { state: true },
  };

  declare texts: Texts;
  declare drafts: Drafts;
  /** Why the last try did not work. */
  declare failed: string | null;
  declare sending: boolean;
  declare protected problems: TicketProblems;

  static override styles = [
    base,
    buttons,
    formStyles,
    css`
      h3 {
        margin: 0 0 6px;
        font-size: 1.0625em;
      }

      .explained {
        margin: 0;
      }
    `,
  ];

  constructor() {
    super();
    this.failed = null;
    this.sending = false;
    this.problems = FINE;
  }

  override render(): TemplateResult {
    const { texts, sending, failed } = this;
    const { ticket } = texts;
    const [phone, text] = [this.#phoneProblem, this.#textProblem];
    return html`<form novalidate @submit=${this.#submit} @input=${this.#typed}>
      <h3>${ticket.open}</h3>
      <p class="explained">${ticket.explained}</p>
      <label class="field" for="phone">${ticket.phone}</label>
      <input
        id="phone"
        type="tel"
        autocomplete="tel"
        maxlength="60"
        required
        aria-invalid=${phone ? "true" : nothing}
        aria-describedby=${phone ? "phone-problem" : nothing}
      />
      ${phone ? html`<p class="problem" id="phone-problem">${phone}</p>` : nothing}
      <label class="field" for="text">${texts.field}</label>
      <p class="hint" id="never">${texts.neverType}</p>
      <textarea
        id="text"
        rows="4"
        required
        aria-invalid=${text ? "true" : nothing}
        aria-describedby="never ${text ? "text-problem" : ""}"
      ></textarea>
      ${text ? html`<p class="problem" id="text-problem">${text}</p>` : nothing}
      ${failed ? html`<p class="problem" role="alert">${failed}</p>` : nothing}
      <div class="actions">
        <button class="solid" type="submit" aria-disabled=${sending ? "true" : nothing}>
          ${sending ? texts.sending : ticket.send}
        </button>
        <button class="plain" type="button" @click=${() => this.dispatchEvent(new Event("cancelled"))}>${texts.cancel}</button>
      </div>
    </form>`;
  }

  override focus(): void {
    this.#phone.focus();
  }

  protected override firstUpdated(): void {
    const kept = this.drafts.ticket;
    this.#phone.value = kept?.phone ?? "";
    this.#text.value = kept?.text ?? "";
  }

  get #phone(): HTMLInputElement {
    return this.renderRoot.querySelector("input") as HTMLInputElement;
  }

  get #text(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea") as HTMLTextAreaElement;
  }

  get #filled(): NewTicket {
    return { phone: this.#phone.value.trim(), text: this.#text.value.trim() };
  }

  get #phoneProblem(): string | null {
    const { ticket } = this.texts;
    return this.problems.phone && ticket.phoneProblems[this.problems.phone];
  }

  get #textProblem(): string | null {
    const words = { missing: this.texts.ticket.textMissing, too_long: this.texts.tooLong(TEXT_LIMIT) };
    return this.problems.text && words[this.problems.text];
  }

  /** Nobody is told that a number is wrong while they are still writing it; what was wrong may turn right at once. */
  #typed(): void {
    this.drafts.ticket = edited(this.drafts.ticket, this.#filled, newId);
    const now = ticketProblems(this.#filled);
    this.problems = { phone: this.problems.phone && now.phone, text: this.problems.text && now.text };
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    const problems = ticketProblems(this.#filled);
    this.problems = problems;
    if (!problems.phone && !problems.text) {
      this.dispatchEvent(new TicketFilled(this.#filled));
      return;
    }
    await this.#lookAt(problems.phone ? this.#phone : this.#text);
  }

  /** The gateway cannot take the number. */
  async refuse(phone: PhoneProblem): Promise<void> {
    this.problems = { ...this.problems, phone };
    await this.#lookAt(this.#phone);
  }

  /** The field is read out with what is wrong with it. */
  async #lookAt(field: HTMLElement): Promise<void> {
    await this.updateComplete;
    field.focus();
  }
}

customElements.get("breachline-ticket") ?? customElements.define("breachline-ticket", TicketForm);
