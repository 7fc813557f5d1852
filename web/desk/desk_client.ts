/**
 * One agent at the desk: signed in, shown the board, holding conversations. It knows nothing of the screen: whoever
 * draws it reads `snapshot` and listens to "change"; "news" tells once what an agent would want to be called for.
 */
import type { ClosingReason } from "../shared/api_types.ts";
import type { BackOff } from "../shared/back_off.ts";
import { Changing } from "../shared/changing.ts";
import type { Network } from "../shared/network.ts";
import type { Liveness } from "../shared/pulse.ts";
import { Refused } from "../shared/request.ts";
import { Arrived } from "../shared/snapshot.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskDrafts } from "./desk_drafts.ts";
import type { Agent, Board, CannedReply, DeskEvent, Held, Report, Ticket } from "./desk_readers.ts";
import { DeskSession } from "./desk_session.ts";
import { type DeskSnapshot, NewsCame } from "./desk_snapshot.ts";
import { DeskStream, type DeskStreamState } from "./desk_stream.ts";
import { newsBetween } from "./news.ts";
import type { Seen } from "./seen.ts";
import { WatchedConversations } from "./watched_conversations.ts";

export interface DeskParts {
  readonly api: DeskApi;
  readonly network: Network;
  readonly drafts: DeskDrafts;
  readonly seen: Seen;
  readonly pace?: () => BackOff;
  readonly liveness?: Liveness;
}

export class DeskClient extends Changing {
  readonly #parts: DeskParts;
  readonly #session: DeskSession;
  readonly #watched: WatchedConversations;
  #streamState: DeskStreamState = "connecting";
  #board: Board | null = null;
  #stream: DeskStream | null = null;
  #openId: string | null = null;
  #replies: readonly CannedReply[] = [];

  constructor(parts: DeskParts) {
    super();
    this.#parts = parts;
    const { api, network, pace } = parts;
    const on = {
      entered: (agent: Agent) => this.#entered(agent),
      left: () => this.#left(),
      changed: () => this.changed(),
    };
    this.#session = new DeskSession(api, network, on, pace);
    this.#watched = new WatchedConversations({
      ...parts,
      read: (id) => this.#session.asked(api.conversation(id)),
      send: (command) => this.#stream?.send(command),
      changed: () => this.changed(),
      signedOut: this.#session.end,
    });
  }

  get snapshot(): DeskSnapshot {
    return {
      ...this.#session.state,
      stream: this.#streamState,
      board: this.#board,
      open: this.#watched.get(this.#openId),
      replies: this.#replies,
    };
  }

  start(): Promise<void> {
    return this.#session.start();
  }

  /** Throws `Refused` (wrong-credentials, locked-out with its `retryAfter`, second-factor-…) and `Unreachable`. */
  signIn(name: string, password: string, code: string | null = null): Promise<void> {
    return this.#session.signIn(name, password, code);
  }

  /** The conversations that this agent has. */
  get mine(): readonly Held[] {
    return this.#board?.held.filter((held) => held.mine) ?? [];
  }

  /**
   * Puts what they have back into the queue, where customers learn that somebody else will answer, and signs out. Rejects,
   * and stays, when the server cannot be reached; what is theirs no more is no reason to stay.
   */
  async leavePost(): Promise<void> {
    const moves = this.mine.map(({ conversation_id: id }) => this.#parts.api.transfer(id, null, null));
    for (const { status, reason } of (await Promise.allSettled(moves)) as Partial<PromiseRejectedResult>[]) {
      if (status === "rejected" && !(reason instanceof Refused && !reason.passing)) throw reason;
    }
    await this.signOut();
  }

  signOut(): Promise<void> {
    return this.#session.signOut(() => {
      this.#openId = null;
      this.#parts.drafts.keepOnlyOf(null);
    });
  }

  async setPresence(presence: "online" | "away"): Promise<void> {
    await this.#session.asked(this.#parts.api.setPresence(presence));
    this.#session.update({ presence });
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
    const conversation = await this.#session.asked(this.#parts.api.take(id, over));
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
    const note = await this.#session.asked(this.#parts.api.note(id, text));
    this.#watched.get(id)?.addNote(note);
  }

  async transfer(id: string, to: string | null, note: string): Promise<void> {
    await this.#session.asked(this.#parts.api.transfer(id, to, note.trim() || null));
    this.#gone(id);
  }

  async giveBack(id: string): Promise<void> {
    await this.#session.asked(this.#parts.api.giveBack(id));
    this.#gone(id);
  }

  async close(id: string, reason: ClosingReason): Promise<void> {
    await this.#session.asked(this.#parts.api.close(id, reason));
    this.#gone(id);
  }

  tickets(): Promise<readonly Ticket[]> {
    return this.#session.asked(this.#parts.api.tickets());
  }

  ticketDone(id: string): Promise<void> {
    return this.#session.asked(this.#parts.api.ticketDone(id));
  }

  report(hours: number): Promise<Report> {
    return this.#session.asked(this.#parts.api.report(hours));
  }

  #entered({ id }: Agent): void {
    this.#parts.drafts.keepOnlyOf(id);
    this.#openId = this.#parts.drafts.openId;
    this.#stream?.stop();
    this.#stream = new DeskStream(
      this.#parts.api,
      this.#parts.network,
      {
        state: (state) => this.#streamChanged(state),
        event: (event) => this.#heard(event),
        signedOut: this.#session.end,
      },
      this.#parts.pace,
      this.#parts.liveness,
    );
    this.changed();
  }

  /** With each connection: they may have changed meanwhile, and the answer tells the server's time after a sleep. */
  async #loadReplies(): Promise<void> {
    this.#replies = await this.#parts.api.replies().catch(() => this.#replies);
    this.changed();
  }

  #left(): void {
    this.#stream?.stop();
    this.#stream = null;
    this.#watched.clear();
    this.#board = null;
    this.#replies = [];
  }

  #streamChanged(state: DeskStreamState): void {
    this.#streamState = state;
    this.#watched.reconnected(state === "live");
    if (state === "live") void this.#loadReplies();
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
    this.#session.update(board.agents.find(({ id }) => id === this.#session.agent?.id) ?? {});
    this.#follow();
    const news = newsBetween(before, board);
    if (news.length > 0) this.dispatchEvent(new NewsCame(news));
    this.changed();
  }

  #follow(): void {
    if (!this.#board) return;
    this.#watched.follow(this.#board, this.#openId);
    this.#parts.seen.keepOnly(new Set(this.mine.map(({ conversation_id }) => conversation_id)));
  }

  #gone(id: string): void {
    if (this.#openId === id) this.open(null);
  }
}
