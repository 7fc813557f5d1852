/**
 * One agent at the desk: signed in, shown the board, holding conversations. It knows nothing of the screen: whoever
 * draws it reads `snapshot` and listens to "change"; "news" tells once what an agent would want to be called for.
 */
import { type BackOff, backOff } from "../shared/back_off.ts";
import { Changing } from "../shared/changing.ts";
import { type Network, pause } from "../shared/network.ts";
import { Refused } from "../shared/request.ts";
import type { Message } from "../shared/wire.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskDrafts } from "./desk_drafts.ts";
import { type DeskLink, DeskStream } from "./desk_stream.ts";
import type { Agent, Board, CannedReply, DeskEvent, Held, Reason, Report, SignInWays, Ticket } from "./desk_wire.ts";
import { type News, newsBetween } from "./news.ts";
import type { Seen } from "./seen.ts";
import type { WatchedConversation } from "./watched_conversation.ts";
import { WatchedConversations } from "./watched_conversations.ts";

export interface DeskSnapshot {
  /** `ended`: the server ended the session; what was being written is kept for the same agent. */
  readonly phase: "starting" | "unreachable" | "signed-out" | "ended" | "signed-in";
  readonly ways: SignInWays | null;
  readonly agent: Agent | null;
  readonly link: DeskLink;
  readonly board: Board | null;
  readonly open: WatchedConversation | null;
  readonly replies: readonly CannedReply[];
}

export interface DeskParts {
  readonly api: DeskApi;
  readonly network: Network;
  readonly drafts: DeskDrafts;
  readonly seen: Seen;
  readonly pace?: () => BackOff;
}

export class NewsCame extends Event {
  constructor(readonly news: readonly News[]) {
    super("news");
  }
}

/** What was said in the conversation on the screen; told once. */
export class Arrived extends Event {
  constructor(readonly messages: readonly Message[]) {
    super("arrived");
  }
}

export class DeskConnection extends Changing {
  readonly #parts: DeskParts;
  readonly #watched: WatchedConversations;
  #phase: DeskSnapshot["phase"] = "starting";
  #ways: SignInWays | null = null;
  #agent: Agent | null = null;
  #link: DeskLink = "connecting";
  #board: Board | null = null;
  #stream: DeskStream | null = null;
  #openId: string | null = null;
  #replies: readonly CannedReply[] = [];
  #signingOut = false;

  constructor(parts: DeskParts) {
    super();
    this.#parts = parts;
    this.#watched = new WatchedConversations({
      ...parts,
      read: (id) => this.#asked(parts.api.conversation(id)),
      send: (said) => this.#stream?.send(said),
      changed: () => this.changed(),
      signedOut: () => void this.#leave("ended"),
    });
  }

  get snapshot(): DeskSnapshot {
    return {
      phase: this.#phase,
      ways: this.#ways,
      agent: this.#agent,
      link: this.#link,
      board: this.#board,
      open: this.#watched.get(this.#openId),
      replies: this.#replies,
    };
  }

  /** Whoever is signed in already goes on; a server that cannot be reached is asked again and again. */
  async start(): Promise<void> {
    const { api, network, pace = backOff } = this.#parts;
    const waits = pace();
    for (;;) {
      try {
        this.#enter(await api.session());
        return;
      } catch (error) {
        if (error instanceof Refused && error.status === 401) return this.#leave("signed-out");
        this.#phase = "unreachable";
        this.changed();
        await pause(waits.next(), network, new AbortController().signal);
      }
    }
  }

  /** Throws `Refused` (wrong-credentials, locked-out with its `retryAfter`) and `Unreachable`. */
  async signIn(name: string, password: string): Promise<void> {
    this.#enter(await this.#parts.api.signIn(name, password));
  }

  async signOut(): Promise<void> {
    // The server hangs up at once: that is no end to be explained.
    this.#signingOut = true;
    await this.#parts.api.signOut().catch((error: unknown) => {
      this.#signingOut = false;
      if (!(error instanceof Refused && error.status === 401)) throw error;
    });
    this.#openId = null;
    this.#parts.drafts.keepOnlyOf(null);
    await this.#leave("signed-out");
  }

  async setPresence(presence: "online" | "away"): Promise<void> {
    await this.#asked(this.#parts.api.setPresence(presence));
    if (this.#agent) this.#agent = { ...this.#agent, presence };
    this.changed();
  }

  open(id: string | null): void {
    this.#openId = id;
    this.#parts.drafts.openId = id;
    if (id !== null) {
      this.#watched.open(id);
      this.markSeen();
    }
    this.#follow();
    this.changed();
  }

  /** What is on the screen is read. */
  markSeen(): void {
    const held = this.#board?.held.find(({ conversation_id }) => conversation_id === this.#openId);
    if (held && this.#parts.seen.mark(held.conversation_id, held.last_at)) this.changed();
  }

  unread(held: Held): boolean {
    const seen = this.#parts.seen.at(held.conversation_id);
    // What a colleague passed on is unread, whoever spoke last.
    return held.mine && (seen === "" || (held.last_from === "customer" && seen < held.last_at));
  }

  typing(id: string): boolean {
    return this.#watched.get(id)?.typing ?? false;
  }

  async take(id: string, over = false): Promise<void> {
    const conversation = await this.#asked(this.#parts.api.take(id, over));
    this.open(id);
    this.#watched.get(id)?.fill(conversation);
  }

  /** What could not be loaded is asked for again. */
  reload(id: string): void {
    this.#watched.open(id);
  }

  reply(id: string, text: string): void {
    const words = text.trim();
    if (words) this.#watched.get(id)?.reply(words);
  }

  /** Tells the customer that somebody is writing. */
  tellTyping(id: string, on: boolean): void {
    this.#stream?.send({ type: "typing", conversation_id: id, on });
  }

  async note(id: string, text: string): Promise<void> {
    const note = await this.#asked(this.#parts.api.note(id, text));
    this.#watched.get(id)?.addNote(note);
  }

  async transfer(id: string, to: string | null, note: string): Promise<void> {
    await this.#asked(this.#parts.api.transfer(id, to, note.trim() || null));
    this.#left(id);
  }

  async giveBack(id: string): Promise<void> {
    await this.#asked(this.#parts.api.giveBack(id));
    this.#left(id);
  }

  async close(id: string, reason: Reason): Promise<void> {
    await this.#asked(this.#parts.api.close(id, reason));
    this.#left(id);
  }

  tickets(): Promise<readonly Ticket[]> {
    return this.#asked(this.#parts.api.tickets());
  }

  ticketDone(id: string): Promise<void> {
    return this.#asked(this.#parts.api.ticketDone(id));
  }

  report(hours: number): Promise<Report> {
    return this.#asked(this.#parts.api.report(hours));
  }

  #enter(agent: Agent): void {
    this.#agent = agent;
    this.#signingOut = false;
    this.#phase = "signed-in";
    this.#parts.drafts.keepOnlyOf(agent.id);
    this.#openId = this.#parts.drafts.openId;
    this.#stream?.stop();
    this.#stream = new DeskStream(
      this.#parts.api,
      this.#parts.network,
      {
        link: (state) => this.#linked(state),
        event: (event) => this.#heard(event),
        signedOut: () => void this.#leave("ended"),
      },
      this.#parts.pace,
    );
    this.changed();
  }

  /** An agent can write without them, so it is tried again only with the next connection. */
  async #loadReplies(): Promise<void> {
    this.#replies = await this.#parts.api.replies().catch(() => []);
    this.changed();
  }

  async #leave(phase: "signed-out" | "ended"): Promise<void> {
    if (phase === "ended" && (this.#phase !== "signed-in" || this.#signingOut)) return;
    this.#stream?.stop();
    this.#stream = null;
    this.#watched.clear();
    this.#board = null;
    this.#agent = null;
    this.#replies = [];
    this.#phase = phase;
    this.changed();
    this.#ways = await this.#parts.api.ways().catch(() => this.#ways);
    this.changed();
  }

  /** A call of somebody signed in: when the session turns out to be over, the desk says so. */
  async #asked<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) void this.#leave("ended");
      throw error;
    }
  }

  #linked(state: DeskLink): void {
    this.#link = state;
    this.#watched.reconnected(state === "live");
    if (state === "live" && this.#replies.length === 0) void this.#loadReplies();
    this.changed();
  }

  #heard(event: DeskEvent): void {
    if (event.type === "board") this.#boardCame(event.board);
    else if (event.type === "typing") this.#watched.hearTyping(event.conversation_id, event.on);
    else {
      const fresh = this.#watched.heard(event);
      if (event.conversation_id === this.#openId && fresh.length > 0) this.dispatchEvent(new Arrived(fresh));
    }
  }

  #boardCame(board: Board): void {
    const before = this.#board;
    this.#board = board;
    const me = board.agents.find(({ id }) => id === this.#agent?.id);
    if (me && this.#agent) this.#agent = { ...this.#agent, ...me };
    this.#follow();
    const news = newsBetween(before, board);
    if (news.length > 0) this.dispatchEvent(new NewsCame(news));
    this.changed();
  }

  #follow(): void {
    if (!this.#board) return;
    this.#watched.follow(this.#board, this.#openId);
    const mine = this.#board.held.filter((held) => held.mine).map(({ conversation_id }) => conversation_id);
    this.#parts.seen.keepOnly(new Set(mine));
  }

  #left(id: string): void {
    if (this.#openId === id) this.open(null);
  }
}
