/** The end of a conversation, and of a person's part in it: what is said then, and how the next one begins. */
import { html, type LitElement, type TemplateResult } from "lit";
import type { Texts } from "../catalogue/texts.ts";
import type { ChatClient } from "../chat_client.ts";
import { keptTicket, ratingOffer } from "../handoff.ts";
import type { Announcements } from "./announcements.ts";

export interface EndingHost extends LitElement {
  readonly client: ChatClient;
  readonly texts: Texts;
}

export class Ending {
  readonly #host: EndingHost;
  readonly #announcements: Announcements;
  #thanked = false;
  /** The notice after which the customer said how a person helped. */
  #ratedAfter: string | null = null;
  /** The numbers left to call back, by the notice that they are kept. They are nowhere else on this side. */
  readonly #numbers = new Map<string, string>();

  constructor(host: EndingHost, announcements: Announcements) {
    this.#host = host;
    this.#announcements = announcements;
  }

  get ratedAfter(): string | null {
    return this.#ratedAfter;
  }

  rated(): void {
    const { messages, state } = this.#host.client.snapshot;
    this.#ratedAfter = ratingOffer(messages, state);
    this.#announcements.say(this.#host.texts.thanks);
  }

  /** The number is repeated: one that was mistyped can be left again. */
  ticketKept(phone: string): void {
    const kept = keptTicket(this.#host.client.snapshot.messages);
    if (!kept) return;
    this.#numbers.set(kept, phone);
    this.#announcements.say(this.#host.texts.ticket.number(phone));
    this.#host.requestUpdate();
  }

  /** What was done about notices, in words. */
  get done(): ReadonlyMap<string, string> {
    const { texts } = this.#host;
    const done = new Map([...this.#numbers].map(([id, phone]) => [id, texts.ticket.number(phone)]));
    return this.#ratedAfter ? done.set(this.#ratedAfter, texts.thanks) : done;
  }

  finished(thanked: boolean): void {
    this.#thanked = thanked;
    this.#announcements.say(this.#farewell);
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>("[data-restart]")?.focus(),
    );
  }

  /** In the place of the field. */
  render(): TemplateResult {
    return html`<div class="rest">
      <p>${this.#farewell}</p>
      <button class="solid" type="button" data-restart
        @click=${() => this.#restart()}>${this.#host.texts.newConversation}</button>
    </div>`;
  }

  get #farewell(): string {
    const { texts, client } = this.#host;
    if (client.snapshot.notice === "erased") return texts.erased;
    return this.#thanked ? `${texts.thanks} ${texts.over}` : texts.over;
  }

  async #restart(): Promise<void> {
    this.#thanked = false;
    await this.#host.client.restart();
    await this.#host.updateComplete;
    this.#host.focus();
  }
}
