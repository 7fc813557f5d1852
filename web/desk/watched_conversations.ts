/** The conversations that an open desk listens to: the one on the screen, and those the agent holds. */
import type { DeskCommand } from "../shared/api_types.ts";
import type { BackOff } from "../shared/back_off.ts";
import type { Network } from "../shared/network.ts";
import { Refused } from "../shared/request.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskDrafts } from "./desk_drafts.ts";
import type { Board, Case, DeskEvent } from "./desk_readers.ts";
import { type Heard, WatchedConversation } from "./watched_conversation.ts";

export interface WatchedConversationsParts {
  readonly api: DeskApi;
  readonly network: Network;
  readonly drafts: DeskDrafts;
  readonly pace?: () => BackOff;
  /** Reads one from the server; a session that is over is noticed there. */
  read(id: string): Promise<Case>;
  /** Says it on the stream. */
  send(command: DeskCommand): void;
  changed(): void;
  signedOut(): void;
}

/** The server says when a customer stops typing; this is for a server that does not come to it. */
const TYPING_LASTS = 60_000;
/** Conversations that are listened to at a time; the server takes 50. */
const MOST = 40;

export class WatchedConversations {
  readonly #parts: WatchedConversationsParts;
  readonly #all = new Map<string, WatchedConversation>();
  /** What the present socket was told to send. */
  readonly #listened = new Set<string>();
  /** Being read at this moment; `true`: something came meanwhile. */
  readonly #loading = new Map<WatchedConversation, boolean>();

  constructor(parts: WatchedConversationsParts) {
    this.#parts = parts;
  }

  get(id: string | null): WatchedConversation | null {
    return id === null ? null : (this.#all.get(id) ?? null);
  }

  /** Reads it, the first time or anew. */
  open(id: string): void {
    const known = this.#all.get(id);
    if (known) void this.#load(known);
    else this.#begin(id);
  }

  /** The socket is another one, and knows nothing of what the last one was told. */
  reconnected(live: boolean): void {
    this.#listened.clear();
    if (live) for (const conversation of this.#all.values()) void this.#load(conversation);
  }

  /** What was new, or nothing when nobody listens to it. */
  heard(event: Extract<DeskEvent, { type: "conversation" }>): Heard["fresh"] {
    const conversation = this.#all.get(event.conversation_id);
    if (!conversation) return [];
    const { fresh, stale } = conversation.heard(event);
    if (stale) void this.#load(conversation);
    return fresh;
  }

  hearTyping(id: string, on: boolean): void {
    this.#all.get(id)?.hearTyping(on, TYPING_LASTS);
  }

  /** Begins with what the agent holds and what is on the screen, and ends with everything else. */
  follow(board: Board, openId: string | null): void {
    const mine = new Set(board.held.filter((held) => held.mine).map(({ conversation_id }) => conversation_id));
    if (openId !== null && !this.#all.has(openId)) this.#begin(openId);
    for (const id of mine) if (!this.#all.has(id) && this.#all.size < MOST) this.#begin(id);
    for (const [id, conversation] of this.#all) {
      if (id === openId || mine.has(id)) continue;
      conversation.stop();
      this.#all.delete(id);
      if (this.#listened.delete(id)) this.#parts.send({ type: "unwatch", conversation_id: id });
    }
    this.#check(board, this.get(openId));
  }

  clear(): void {
    for (const conversation of this.#all.values()) conversation.stop();
    this.#all.clear();
    this.#listened.clear();
  }

  /** Taken by a colleague, passed on or ended elsewhere, or in danger now: what is on the screen is asked for again. */
  #check({ waiting, held }: Board, conversation: WatchedConversation | null): void {
    if (!conversation?.details) return;
    const { state, agent, danger } = conversation.details;
    const waits = waiting.find(({ conversation_id }) => conversation_id === conversation.id);
    const holds = held.find(({ conversation_id }) => conversation_id === conversation.id);
    const holder = holds?.agent.id ?? null;
    const entry = waits ?? holds;
    // What is not for this agent to read is asked for again only when it is back on their board.
    if (conversation.trouble === "unknown" && !waits && !holder) return;
    const moved = (state === "waiting") !== (waits !== undefined) || (agent?.id ?? null) !== holder;
    // With the danger comes what helps.
    if (moved || (entry && entry.danger !== danger)) void this.#load(conversation);
  }

  #begin(id: string): void {
    const { api, network, drafts, pace, changed, signedOut } = this.#parts;
    const given = { api, network, drafts: drafts.of(id), changed, signedOut };
    const conversation = new WatchedConversation(id, pace ? { ...given, pace } : given);
    this.#all.set(id, conversation);
    void this.#load(conversation);
  }

  /** Reads all of it, then listens to what comes after. Asked for twice at a time, it is read again at the end. */
  async #load(conversation: WatchedConversation): Promise<void> {
    if (this.#loading.has(conversation)) {
      this.#loading.set(conversation, true);
      return;
    }
    this.#loading.set(conversation, false);
    await this.#read(conversation);
    const again = this.#loading.get(conversation);
    this.#loading.delete(conversation);
    if (again && this.#all.get(conversation.id) === conversation) await this.#load(conversation);
  }

  async #read(conversation: WatchedConversation): Promise<void> {
    try {
      conversation.fill(await this.#parts.read(conversation.id));
      if (this.#all.get(conversation.id) === conversation) this.#listenTo(conversation);
    } catch (error) {
      conversation.failed(error instanceof Refused && !error.passing ? "unknown" : "unreachable");
    }
  }

  #listenTo({ id, lastId }: WatchedConversation): void {
    if (this.#listened.has(id)) return;
    this.#listened.add(id);
    this.#parts.send({ type: "watch", conversation_id: id, ...(lastId ? { after: lastId } : {}) });
  }
}
