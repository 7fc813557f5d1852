/** The way to and from the gateway while a conversation is open: what comes is heard, what was written goes out. */
import type { Conversation } from "./conversation.ts";
import type { HeldKey } from "./held_key.ts";
import type { Outbox } from "./outbox.ts";
import type { Parts } from "./parts.ts";
import { type LinkState, PACE, Receiver } from "./receiver.ts";
import type { Answer, StreamEvent } from "./wire.ts";

export interface LineEvents {
  changed(): void;
  /** The conversation was erased, here or elsewhere. */
  erased(): void;
  /** It is over: it was erased while nobody listened, or is too old for its token to be renewed. */
  gone(): void;
}

export class Line {
  readonly #parts: Parts;
  readonly #key: HeldKey;
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;
  readonly #on: LineEvents;
  #receiver: Receiver | null = null;
  #state: LinkState = "connecting";
  /** What is being sent, or was last. */
  #sending: Promise<Answer> | null = null;

  constructor(parts: Parts, key: HeldKey, conversation: Conversation, outbox: Outbox, on: LineEvents) {
    this.#parts = parts;
    this.#key = key;
    this.#conversation = conversation;
    this.#outbox = outbox;
    this.#on = on;
  }

  get open(): boolean {
    return this.#receiver !== null;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Until `stop`. */
  start(): void {
    const { gateway, network, pace = PACE } = this.#parts;
    const key = this.#key;
    const conversation = this.#conversation;
    const on = {
      link: (state: LinkState) => {
        this.#state = state;
        conversation.deaf(); // a new socket tells anew who is typing
        this.#on.changed();
      },
      event: (event: StreamEvent) =>
        event.type === "erased" ? void this.#over(this.#on.erased) : conversation.heard(event),
      answer: (answer: Answer) => conversation.pulled(answer),
      gone: () => void this.#over(this.#on.gone),
    };
    this.#receiver = new Receiver(gateway, key, () => conversation.upTo, network, on, pace);
    this.#sending = null;
    this.#outbox.start((outgoing, id) => {
      this.#sending = key.use((token) => gateway.send(token, outgoing, id));
      return this.#sending;
    });
  }

  stop(): void {
    this.#receiver?.stop();
    this.#receiver = null;
    this.#state = "connecting";
    this.#outbox.stop();
  }

  /** An answer does not repeat the question. With a socket it is there already; without, it is fetched, in its place. */
  async answered(answer: Answer, id: string): Promise<void> {
    const conversation = this.#conversation;
    if (!conversation.has(id)) {
      conversation.pulled(await this.#key.use((token) => this.#parts.gateway.since(token, conversation.upTo)));
    }
    conversation.answered(answer, this.#state === "live");
  }

  /** The stream may be faster than the answer to what the customer just sent, which says better why it is over. */
  async #over(tell: () => void): Promise<void> {
    const receiver = this.#receiver;
    receiver?.stop();
    const answer = await this.#sending?.catch(() => null);
    if (this.#receiver === receiver && !answer?.erased) tell();
  }
}
