/** The sheets over the log: which one is open, what it asks, and where the focus goes when it closes. */
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import type { Texts } from "../catalogue/texts.ts";
import type { ChatClient } from "../chat_client.ts";
import { incident } from "../incident.ts";
import { phoneProblem } from "../ticket.ts";
import "./rating.ts";
import type { Rated } from "./rating.ts";
import "./ticket_form.ts";
import type { TicketFilled, TicketForm } from "./ticket_form.ts";

/** `rate`: a person has closed the conversation; `end`: the customer ends it. */
export type Sheet = "erase" | "end" | "rate" | "ticket";

export interface SheetHost extends LitElement {
  readonly client: ChatClient;
  readonly texts: Texts;
  /** The conversation is over. */
  finished(thanked: boolean): void;
  /** The customer said how a person helped. */
  rated(): void;
  /** A message was kept, with this number to call back. */
  ticketKept(phone: string): void;
  /** What opened the sheet is gone: the focus stays in the chat. */
  stay(): void;
}

export class Sheets {
  readonly #host: SheetHost;
  open: Sheet | null = null;
  /** Why what the open sheet asks for did not work. */
  #problem: string | null = null;
  #sending = false;
  /** What opened it, and gets the focus back. */
  #opener = "";

  constructor(host: SheetHost) {
    this.#host = host;
  }

  show(sheet: Sheet, opener: string): void {
    this.#problem = null;
    this.#opener = opener;
    this.open = sheet;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(async () => {
      const first = this.#host.renderRoot.querySelector<LitElement | HTMLElement>("[data-first]");
      if (first && "updateComplete" in first) await first.updateComplete;
      first?.focus();
    });
  }

  close(): void {
    this.#gone();
    void this.#host.updateComplete.then(() => {
      const opener = this.#host.renderRoot.querySelector<HTMLElement>(this.#opener);
      if (opener) opener.focus();
      else this.#host.stay();
    });
  }

  render(): unknown {
    return this.open ? html`<div class="veil">${this.#sheet(this.open)}</div>` : nothing;
  }

  #sheet(open: Sheet): TemplateResult {
    if (open === "erase") return this.#eraseSheet();
    return open === "ticket" ? this.#ticketSheet() : this.#rateSheet(open === "end");
  }

  #eraseSheet(): TemplateResult {
    const { texts } = this.#host;
    return html`<div class="sheet" role="alertdialog" aria-modal="true" aria-labelledby="erase-title" aria-describedby="erase-text">
      <h3 id="erase-title">${texts.eraseQuestion}</h3>
      <p id="erase-text">${texts.eraseExplained}</p>
      ${this.#problem ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
      <div class="actions">
        <button class="plain" type="button" data-first @click=${() => this.close()}>${texts.cancel}</button>
        <button class="solid" type="button" data-erase @click=${() => this.#erase()}>${texts.eraseConfirm}</button>
      </div>
    </div>`;
  }

  #rateSheet(ends: boolean): TemplateResult {
    const { texts } = this.#host;
    return html`<div class="sheet" role="dialog" aria-modal="true" aria-label=${texts.rateQuestion}>
      <breachline-rating
        data-first
        .texts=${texts}
        .ends=${ends}
        .failed=${this.#problem !== null}
        @rated=${(event: Rated) => this.#rate(event, ends)}
        @skipped=${() => this.#end(false)}
        @cancelled=${() => this.close()}
      ></breachline-rating>
    </div>`;
  }

  #ticketSheet(): TemplateResult {
    const { texts, client } = this.#host;
    return html`<div class="sheet" role="dialog" aria-modal="true" aria-label=${texts.ticket.open}>
      <breachline-ticket
        data-first
        .texts=${texts}
        .drafts=${client.drafts}
        .failed=${this.#problem}
        .sending=${this.#sending}
        @ticket-filled=${(event: TicketFilled) => this.#leaveTicket(event)}
        @cancelled=${() => this.close()}
      ></breachline-ticket>
    </div>`;
  }

  /** What was kept is told by the notice that comes back. */
  async #leaveTicket({ ticket }: TicketFilled): Promise<void> {
    this.#sending = true;
    this.#problem = null;
    this.#host.requestUpdate();
    try {
      await this.#host.client.requests.leaveTicket(ticket);
      this.#host.ticketKept(ticket.phone);
      if (this.open === "ticket") this.close();
    } catch (error) {
      const wrong = phoneProblem(error);
      if (wrong) void this.#host.renderRoot.querySelector<TicketForm>("breachline-ticket")?.refuse(wrong);
      else this.#failed(this.#host.texts.ticket.failed(incident.hotline.display));
    } finally {
      this.#sending = false;
      this.#host.requestUpdate();
    }
  }

  async #erase(): Promise<void> {
    const { client, texts } = this.#host;
    try {
      await client.erase();
      this.#gone();
      this.#host.finished(false);
    } catch {
      this.#failed(texts.eraseFailed);
    }
  }

  async #rate({ stars, comment }: Rated, ends: boolean): Promise<void> {
    const { client, texts } = this.#host;
    try {
      await client.requests.rate(stars, comment);
      if (ends) return this.#end(true);
      this.#host.rated();
      this.close();
    } catch {
      this.#failed(texts.rateFailed);
    }
  }

  #end(thanked: boolean): void {
    this.#host.client.end();
    this.#gone();
    this.#host.finished(thanked);
  }

  #failed(words: string): void {
    this.#problem = words;
    this.#host.requestUpdate();
  }

  #gone(): void {
    this.open = null;
    this.#problem = null;
    this.#host.requestUpdate();
  }
}
