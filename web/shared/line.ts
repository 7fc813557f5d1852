/** The way to and from the gateway while a conversation is open: what comes is heard, what was written goes out. */

import type { Answer, StreamEvent } from "./api_readers.ts";
import { ChatStream, PACE, type StreamState } from "./chat_stream.ts";
import type { Conversation } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";
import type { Parts } from "./parts.ts";

export interface LineEvents {
  changed(): void;
  /** The conversation was erased, here or elsewhere. */
  erased(): void;
  /** It is over: its token expired, or it was erased while nobody listened. */
  gone(): void;
}

export class Line {
  readonly #parts: Parts;
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;
  readonly #on: LineEvents;
  #stream: ChatStream | null = null;
  #state: StreamState = "connecting";
  /** What is being sent, or was last. */
  #sending: Promise<Answer> | null = null;

  constructor(parts: Parts, conversation: Conversation, outbox: Outbox, on: LineEvents) {
    this.#parts = parts;
    this.#conversation = conversation;
    this.#outbox = outbox;
    this.#on = on;
  }

  get open(): boolean {
    return this.#stream !== null;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Until `stop`. */
  start(token: string): void {
    const { api, network, pace = PACE } = this.#parts;
    const conversation = this.#conversation;
    const on = {
      stream: (state: StreamState) => {
        this.#state = state;
        conversation.deaf(); // a new socket tells anew who is typing
        this.#on.changed();
      },
      event: (event: StreamEvent) =>
        event.type === "erased" ? void this.#over(this.#on.erased) : conversation.heard(event),
      answer: (answer: Answer) => conversation.pulled(answer),
      gone: () => void this.#over(this.#on.gone),
    };
    this.#stream = new ChatStream(api, token, () => conversation.upTo, network, on, pace);
    this.#sending = null;
    this.#outbox.start((outgoing, id) => {
      this.#sending = api.send(token, outgoing, id);
      return this.#sending;
    });
  }

  stop(): void {
    this.#stream?.stop();
    this.#stream = null;
    this.#state = "connecting";
    this.#outbox.stop();
  }

  /** An answer does not repeat the question. With a socket it is there already; without, it is fetched, in its place. */
  async answered(answer: Answer, token: string | undefined, id: string): Promise<void> {
    const conversation = this.#conversation;
    if (token && !conversation.has(id)) {
      conversation.pulled(await this.#parts.api.since(token, conversation.upTo));
    }
    conversation.answered(answer, this.#state === "live");
  }

  /** The stream may be faster than the answer to what the customer just sent, which says better why it is over. */
  async #over(tell: () => void): Promise<void> {
    const stream = this.#stream;
    stream?.stop();
    const answer = await this.#sending?.catch(() => null);
    if (this.#stream === stream && !answer?.erased) tell();
  }
}
