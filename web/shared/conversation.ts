/**
 * What is known of one conversation: what was said, who answers, who is typing. It is told what came, by whichever way
 * it came, and tells what of that is new.
 */
import type { Answer, Begun, Message, QueuePlace, StreamEvent } from "./api_readers.ts";
import type { Sender, State } from "./api_types.ts";
import { talkingTo } from "./handoff.ts";
import type { Language } from "./languages.ts";
import { compareIds, MessageLog } from "./message_log.ts";

export interface ConversationEvents {
  /** New messages that were not on the screen before, each told once. */
  arrived(messages: readonly Message[]): void;
  changed(): void;
}

export class Conversation {
  readonly #log = new MessageLog();
  /** Up to here nothing is missing. The answer to a sent message may be ahead of what another tab said before it. */
  #upTo: string | null = null;
  #state: State = "bot";
  #waiting: QueuePlace | null = null;
  #typing: Sender | null = null;

  constructor(
    /** To begin in, or that the customer chose; the gateway's answer has the last word. */
    public language: Language,
    readonly on: ConversationEvents,
  ) {}

  get messages(): readonly Message[] {
    return this.#log.all;
  }

  get state(): State {
    return this.#state;
  }

  /** The place in the queue, as last told. */
  get waiting(): QueuePlace | null {
    return this.#waiting;
  }

  /** The name of the person who has the conversation. */
  get agent(): string | null {
    return this.#state === "agent" ? talkingTo(this.messages) : null;
  }

  /** Where a person answers the assistant is silent, and a person who has left types no more. */
  get typing(): Sender | null {
    const silent = this.#state === "agent" ? "bot" : "agent";
    return this.#typing === silent ? null : this.#typing;
  }

  get upTo(): string | null {
    return this.#upTo;
  }

  get lastId(): string | null {
    return this.#log.lastId;
  }

  /** Whether what was sent with this `client_message_id` has come back. */
  has(clientMessageId: string): boolean {
    return this.#log.sent(clientMessageId);
  }

  /** The messages by others that came after the one with the id `read`. */
  unread(read: string | null): readonly Message[] {
    return this.messages.filter(({ id, from }) => from !== "customer" && (!read || compareIds(id, read) > 0));
  }

  opened({ language, messages }: Begun): void {
    this.language = language;
    this.#now("bot", null);
    this.#receive(messages);
    this.#upTo = this.#log.lastId;
  }

  /** What was said before this page: not "arrived", for most of it was read on an earlier one. */
  caughtUp(answer: Answer): void {
    this.#now(answer.state, answer.waiting);
    this.language = answer.language ?? this.language;
    this.#log.add(answer.messages);
    this.#upTo = this.#log.lastId;
  }

  /** Answers to what was sent. What the stream has told since is newer than an answer that was long on its way. */
  answered(answer: Answer, streaming: boolean): void {
    if (!streaming) this.#now(answer.state, answer.waiting);
    // The assistant answers in the language it is asked in; what is written to a person changes nothing.
    if (answer.state !== "agent") this.language = answer.language ?? this.language;
    this.#silence("bot");
    this.#receive(answer.messages);
  }

  /** What came since, asked for by HTTP. */
  pulled(answer: Answer): void {
    this.#now(answer.state, answer.waiting);
    this.#pushed(answer.messages);
  }

  /** What the stream tells, in its order. */
  heard(event: Exclude<StreamEvent, { type: "erased" }>): void {
    if (event.type === "message") this.#pushed([event.message]);
    else if (event.type === "typing") this.#typing = event.on ? event.from : null;
    else this.#now(event.state, event.waiting);
    this.on.changed();
  }

  /** Nobody can be heard typing any more. */
  deaf(): void {
    this.#typing = null;
  }

  clear(): void {
    this.#log.clear();
    this.#upTo = null;
    this.#typing = null;
    this.#now("bot", null);
  }

  /** By HTTP the place is not always told: what is known of it stays while the customer waits. */
  #now(state: State, waiting: QueuePlace | null): void {
    this.#state = state;
    if (state !== "waiting") this.#waiting = null;
    else if (waiting && (waiting.place !== null || !this.#waiting)) this.#waiting = waiting;
  }

  /** What they were typing is there; somebody else may still be at it. */
  #silence(who: Sender): void {
    if (this.#typing === who) this.#typing = null;
  }

  #pushed(messages: readonly Message[]): void {
    this.#receive(messages);
    this.#upTo = messages.at(-1)?.id ?? this.#upTo;
  }

  #receive(messages: readonly Message[]): void {
    const fresh = this.#log.add(messages);
    for (const { from } of fresh) this.#silence(from);
    if (fresh.length > 0) this.on.arrived(fresh);
    this.on.changed();
  }
}
