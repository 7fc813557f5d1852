/** Messages that customers left with a number to call back. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import { shortTime } from "../../shared/view/clock.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskClient } from "../desk_client.ts";
import type { Ticket } from "../desk_readers.ts";
import { languageName } from "../language_name.ts";
import { pageStyles } from "./styles/page_styles.ts";
import { shellStyles } from "./styles/shell_styles.ts";

export class Tickets extends LitElement {
  static override properties = {
    client: { attribute: false },
    texts: { attribute: false },
    language: { attribute: false },
    /** From the board; when it changes, the list has. */
    openTickets: { attribute: false },
    say: { attribute: false },
    tickets: { state: true },
    failed: { state: true },
  };

  declare client: DeskClient;
  declare texts: DeskTexts;
  declare language: Language;
  declare openTickets: number;
  declare say: (words: string) => void;
  declare protected tickets: readonly Ticket[] | null;
  declare protected failed: "list" | "done" | null;

  static override styles = [base, buttons, shellStyles, pageStyles];

  constructor() {
    super();
    this.tickets = null;
    this.failed = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("openTickets")) void this.#load();
  }

  override render(): TemplateResult {
    const { texts, tickets, failed } = this;
    return html`<h2 tabindex="-1">${texts.ticketsTitle}</h2>
      <p class="lead">${texts.ticketsLead}</p>
      ${
        failed
          ? html`<p class="problem" role="alert">${failed === "list" ? texts.listFailed : texts.failed}
        <button class="plain small" type="button" @click=${() => void this.#load()}>${texts.tryAgain}</button></p>`
          : nothing
      }
      ${
        tickets === null
          ? html`<p>${texts.starting}</p>`
          : tickets.length === 0
            ? html`<p
        class="none">${texts.noTickets}</p>`
            : this.#table(tickets, texts)
      }`;
  }

  #table(tickets: readonly Ticket[], texts: DeskTexts): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${texts.ticketAt}</th><th scope="col">${texts.language}</th>
          <th scope="col">${texts.ticketPhone}</th>
          <th scope="col">${texts.ticketText}</th><th scope="col">${texts.ticketState}</th>
        </tr>
      </thead>
      <tbody>${tickets.map((ticket) => this.#row(ticket, texts))}</tbody>
    </table>`;
  }

  #row(ticket: Ticket, texts: DeskTexts): TemplateResult {
    const { phone, at, language } = ticket;
    return html`<tr class=${ticket.state}>
      <td data-label=${texts.ticketAt}><time datetime=${at}>${shortTime(at, this.language)}</time></td>
      <td data-label=${texts.language} class="language">${languageName(language, this.language)}</td>
      <td data-label=${texts.ticketPhone}><a href="tel:${phone.replace(/[^\d+]/g, "")}">${phone}</a></td>
      <td data-label=${texts.ticketText} class="typed" lang=${language}>${ticket.text}</td>
      <td data-label=${texts.ticketState}>
        ${
          ticket.state === "done"
            ? ticket.done_by
              ? texts.doneBy(ticket.done_by)
              : texts.ticketDone
            : html`<button class="plain small" type="button" aria-label=${texts.ticketDoneNamed(phone)}
              @click=${() => void this.#done(ticket)}>
                ${texts.ticketDone}
              </button>`
        }
      </td>
    </tr>`;
  }

  async #load(): Promise<void> {
    try {
      this.tickets = await this.client.tickets();
      this.failed = null;
    } catch {
      this.failed = "list";
    }
  }

  async #done({ id }: Ticket): Promise<void> {
    try {
      await this.client.ticketDone(id);
      this.say(this.texts.done.ticket);
      await this.#load();
      await this.updateComplete;
      // The pressed button is gone: on to the next one to call, or to the top.
      (this.renderRoot.querySelector<HTMLElement>("td button") ?? this.renderRoot.querySelector("h2"))?.focus();
    } catch {
      this.failed = "done";
    }
  }
}

customElements.define("breachline-tickets", Tickets);
