/** What a customer asks of the gateway beside the messages: to be called back, a copy, to say how it went; and that they type. */
import type { Answer } from "./api_readers.ts";
import type { NewTicket } from "./api_types.ts";
import type { Conversation } from "./conversation.ts";
import type { HeldKey } from "./held_key.ts";
import { newId } from "./new_id.ts";
import type { Parts } from "./parts.ts";
import { Refused } from "./request.ts";
import { edited } from "./ticket.ts";
import { TypingReport } from "./typing_report.ts";

export interface RequestEvents {
  answered(answer: Answer): void;
  /** The conversation is over. */
  gone(): void;
}

export class Requests {
  readonly #parts: Parts;
  readonly #key: HeldKey;
  readonly #conversation: Conversation;
  readonly #on: RequestEvents;
  readonly #typing: TypingReport;
  /** The last report of typing: the next one must not overtake it. */
  #reported: Promise<void> = Promise.resolve();

  constructor(parts: Parts, key: HeldKey, conversation: Conversation, on: RequestEvents) {
    this.#parts = parts;
    this.#key = key;
    this.#conversation = conversation;
    this.#on = on;
    this.#typing = new TypingReport((on) => this.#report(on), parts.typingPace);
  }

  /** The customer changed what is in the field; who has the conversation sees that they type, and never what. */
  typed(text: string): void {
    if (!text.trim()) this.#typing.stopped();
    else if (this.#conversation.state === "agent") this.#typing.typed();
  }

  /** The customer is in this conversation no more. */
  left(): void {
    this.#typing.forget();
  }

  /** Leaves a message with a number to call back. What was filled in stays until the gateway has it. */
  async leaveTicket(ticket: NewTicket): Promise<void> {
    const { drafts, api } = this.#parts;
    const draft = edited(drafts.ticket, ticket, newId);
    drafts.ticket = draft;
    try {
      const answer = await this.#key.use((token) => api.leaveTicket(token, ticket, draft.id));
      drafts.ticket = null;
      this.#on.answered(answer);
    } catch (error) {
      if (error instanceof Refused && error.gone) this.#on.gone();
      throw error;
    }
  }

  async rate(stars: number, comment: string): Promise<void> {
    await this.#key.use((token) => this.#parts.api.rate(token, stars, comment));
  }

  async transcript(): Promise<Blob> {
    return this.#key.use((token) => this.#parts.api.transcript(token));
  }

  /** Nice to know at the desk, and not worth a second try. */
  #report(on: boolean): void {
    const { api } = this.#parts;
    this.#reported = this.#reported
      .then(() => (this.#conversation.state === "agent" ? this.#key.use((token) => api.typing(token, on)) : undefined))
      .catch(() => {});
  }
}
