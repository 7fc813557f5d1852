/** One conversation as the desk holds it: what was said, what colleagues noted, and what the agent has not sent yet. */
import type { Message } from "../shared/api_readers.ts";
import type { BackOff } from "../shared/back_off.ts";
import type { Unsent } from "../shared/drafts.ts";
import { MessageLog } from "../shared/message_log.ts";
import type { Network } from "../shared/network.ts";
import { Outbox, type OutboxEvents } from "../shared/outbox.ts";
import type { DeskApi } from "./desk_api.ts";
import type { ConversationDrafts, Draft } from "./desk_drafts.ts";
import type { Case, DeskEvent, Note } from "./desk_readers.ts";

export interface WatchedParts {
  readonly api: DeskApi;
  readonly network: Network;
  readonly drafts: ConversationDrafts;
  readonly pace?: () => BackOff;
  changed(): void;
  signedOut(): void;
}

/** The assistant may have understood something new: what only the server knows of the conversation is asked again. */
export type Heard = { readonly fresh: readonly Message[]; readonly stale: boolean };

export class WatchedConversation {
  readonly #log = new MessageLog();
  readonly #outbox: Outbox<Message>;
  #details: Case | null = null;
  #notes: readonly Note[] = [];
  /** The messages that were there before the oldest reply that is not answered yet. */
  #beforeReplies: ReadonlySet<string> = new Set();
  #typing = false;
  #typingEnds: ReturnType<typeof setTimeout> | undefined;
  #trouble: "unknown" | "unreachable" | null = null;

  constructor(
    readonly id: string,
    readonly parts: WatchedParts,
  ) {
    const on: OutboxEvents<Message> = {
      changed: parts.changed,
      answered: async (message) => {
        this.#log.add([message]);
      },
      gone: parts.signedOut,
    };
    this.#outbox = new Outbox(parts.drafts.reply, parts.network, on, parts.pace);
    this.#outbox.start((outgoing, clientMessageId) =>
      parts.api.reply(id, "text" in outgoing ? outgoing.text : "", clientMessageId),
    );
  }

  get details(): Case | null {
    return this.#details;
  }

  get messages(): readonly Message[] {
    return this.#log.all;
  }

  get lastId(): string | null {
    return this.#log.lastId;
  }

  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** Without what has come back by the stream already, though its answer is still on its way. */
  get unsent(): readonly Unsent[] {
    const back = this.#log.all.filter(({ id, from }) => from === "agent" && !this.#beforeReplies.has(id));
    return this.#outbox.entries.filter(({ shown }) => {
      const index = back.findIndex(({ text }) => text === shown);
      if (index >= 0) back.splice(index, 1);
      return index < 0;
    });
  }

  get typing(): boolean {
    return this.#typing;
  }

  /** `unknown`: it is not, or no longer, for this agent to read. */
  get trouble(): "unknown" | "unreachable" | null {
    return this.#trouble;
  }

  get replyDraft(): Draft {
    return this.parts.drafts.reply;
  }

  get noteDraft(): Draft {
    return this.parts.drafts.note;
  }

  /** The whole of it, as the server has it now. */
  fill(conversation: Case): void {
    this.#details = conversation;
    this.#trouble = null;
    this.#log.add(conversation.messages);
    this.#addNotes(conversation.notes);
    this.parts.changed();
  }

  failed(trouble: "unknown" | "unreachable"): void {
    this.#trouble = trouble;
    this.parts.changed();
  }

  heard({ state, messages, notes }: Extract<DeskEvent, { type: "conversation" }>): Heard {
    const before = this.#details?.state;
    const fresh = this.#log.add(messages);
    this.#addNotes(notes);
    if (this.#details) this.#details = { ...this.#details, state };
    if (fresh.some(({ from }) => from === "customer")) this.hearTyping(false, 0);
    this.parts.changed();
    return { fresh, stale: before !== state || fresh.some(({ from }) => from === "bot") };
  }

  /** Forgotten after `patience` milliseconds: a customer who closes the page says no "off". */
  hearTyping(on: boolean, patience: number): void {
    clearTimeout(this.#typingEnds);
    this.#typing = on;
    if (on) this.#typingEnds = setTimeout(() => this.hearTyping(false, 0), patience);
    this.parts.changed();
  }

  addNote(note: Note): void {
    this.#addNotes([note]);
    this.parts.changed();
  }

  reply(text: string): void {
    if (this.#outbox.entries.length === 0) this.#beforeReplies = new Set(this.#log.all.map(({ id }) => id));
    this.#outbox.add({ text }, text);
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  /** A reply that was not sent goes back to where it can be changed. */
  takeBack(id: string): string {
    const entry = this.#outbox.entries.find((unsent) => unsent.id === id);
    this.#outbox.drop(id);
    return entry?.shown ?? "";
  }

  stop(): void {
    clearTimeout(this.#typingEnds);
    this.#outbox.stop();
  }

  #addNotes(notes: readonly Note[]): void {
    const known = new Set(this.#notes.map(({ id }) => id));
    const fresh = notes.filter(({ id }) => !known.has(id));
    if (fresh.length > 0) this.#notes = [...this.#notes, ...fresh].sort((a, b) => (a.at < b.at ? -1 : 1));
  }
}
