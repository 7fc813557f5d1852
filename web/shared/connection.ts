/**
 * One customer's conversation: begun, resumed, sent to, listened to, erased. It knows nothing of the screen: whoever
 * draws it reads `snapshot` and listens to "change"; each message that is new, and was not on the screen before, is
 * told once by "arrived".
 */
import { Changing } from "./changing.ts";
import { Conversation } from "./conversation.ts";
import type { Drafts } from "./drafts.ts";
import { HeldKey } from "./held_key.ts";
import type { Language } from "./languages.ts";
import { Line } from "./line.ts";
import { Outbox } from "./outbox.ts";
import type { Parts } from "./parts.ts";
import { Refused } from "./request.ts";
import { Requests } from "./requests.ts";
import { Arrived, type Snapshot } from "./snapshot.ts";
import { type Answer, type Message, type Outgoing, readApology } from "./wire.ts";

/** What an app hands over: a conversation that it opened itself. */
export interface HandedOver {
  readonly token: string;
  readonly conversation_id?: string;
}

export class Connection extends Changing {
  readonly #parts: Parts;
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;
  /** What is asked beside the messages. */
  readonly requests: Requests;
  readonly #key: HeldKey;
  readonly #line: Line;
  #phase: Snapshot["phase"] = "idle";
  #notice: Snapshot["notice"] = null;
  #resting = false;
  #farewell: readonly Message[] = [];
  #apologies: readonly Message[] = [];

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.#key = new HeldKey(parts);
    this.#conversation = new Conversation(parts.language, {
      arrived: (messages) => this.dispatchEvent(new Arrived(messages)),
      changed: () => this.changed(),
    });
    parts.gateway.language = () => this.#conversation.language;
    this.#outbox = new Outbox(
      parts.drafts,
      parts.network,
      {
        changed: () => this.changed(),
        answered: async (answer, id) => {
          this.#apologies = [];
          if (answer.erased) this.#tookLeave(answer, id);
          else await this.#line.answered(answer, id);
        },
        failed: (error) => this.#apologised(error),
        gone: () => this.#beginAnew(),
      },
      parts.pace?.backOff,
    );
    this.#line = new Line(parts, this.#key, this.#conversation, this.#outbox, {
      changed: () => this.changed(),
      erased: () => this.#erased(),
      gone: () => this.#beginAnew(),
    });
    this.requests = new Requests(parts, this.#key, this.#conversation, {
      answered: (answer) => this.#conversation.answered(answer, this.#line.state === "live"),
      gone: () => this.#beginAnew(),
    });
    parts.keeper.onOtherTab(() => this.#otherTab());
  }

  get snapshot(): Snapshot {
    const { state, waiting, agent, language, messages, typing } = this.#conversation;
    const unread = this.#conversation.unread(this.#key.saved?.read ?? null);
    return {
      phase: this.#phase,
      link: this.#line.state,
      state,
      waiting,
      agent,
      language,
      farewell: this.#farewell,
      messages,
      apologies: this.#apologies,
      // What has come back by the stream is in the log, though its answer may still be on its way.
      unsent: this.#outbox.entries.filter(({ id }) => !this.#conversation.has(id)),
      // A person answers when they can; only the assistant is at it from the moment it is asked.
      typing: typing ?? (this.#outbox.sending && state !== "agent" ? "bot" : null),
      unread: unread.length,
      firstUnread: unread[0]?.id ?? null,
      notice: this.#notice,
    };
  }

  get drafts(): Drafts {
    return this.#parts.drafts;
  }

  /** The language to begin in, or that the customer chose; the gateway's answer has the last word. */
  set language(language: Language) {
    this.#conversation.language = language;
    this.changed();
  }

  /** At page load: a conversation that is going on is looked at once, so that the launcher can count what is unread. */
  async resume(): Promise<void> {
    this.#resting = false;
    if (this.#phase !== "idle" || !this.#key.saved) return;
    await this.#catchUp().catch(() => {});
    // A person may write at any moment; a bot says nothing by itself, and a million open sockets cost something.
    const { state } = this.#conversation;
    if (state === "waiting" || state === "agent" || this.#outbox.entries.length > 0) this.#listen();
  }

  /** The customer opened the chat: go on with the conversation there is, or begin one. */
  async start(): Promise<void> {
    if (this.#phase === "starting" || this.#line.open) return;
    this.#resting = false;
    this.#phase = "starting";
    this.changed();
    try {
      await this.#parts.keeper.alone(async () => {
        await this.#catchUp();
        // What was saved may just have turned out to be over.
        if (!this.#key.saved && !this.#parts.waitsForToken) await this.#open();
      });
      if (this.#key.saved) this.#listen();
      else this.dispatchEvent(new Event("token-needed"));
    } catch (error) {
      this.#phase = "failed";
      this.#apologised(error);
      const again = this.#parts.network.onChange(() => {
        again();
        if (this.#phase === "failed") void this.start();
      });
    }
    this.changed();
  }

  /** The app's own conversation, by the bridge. */
  async adopt(handed: HandedOver): Promise<void> {
    this.#leave();
    this.#key.save({
      conversation_id: handed.conversation_id ?? "",
      token: handed.token,
      read: null,
    });
    this.#phase = "idle";
    await this.start();
  }

  send(text: string): void {
    const words = text.trim();
    if (words) this.#say({ text: words }, words);
  }

  press(id: string, title: string): void {
    this.#say({ button: id }, title);
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  markRead(): void {
    if (this.#key.markRead(this.#conversation.lastId)) this.changed();
  }

  async erase(): Promise<void> {
    const saved = this.#key.saved;
    if (saved) {
      await this.#key.use(this.#parts.gateway.erase, saved).catch((error: unknown) => {
        if (!(error instanceof Refused && error.gone)) throw error;
      });
    }
    this.#erased();
  }

  /** The customer is done. The gateway keeps what was said for as long as it says it does. */
  end(): void {
    this.#key.forget();
    this.#leave();
    this.#dropDrafts();
    this.#farewell = [];
    this.#phase = "over";
    this.changed();
  }

  /** Whoever drew it is gone: nothing is heard and nothing sent until it is resumed or started. */
  rest(): void {
    this.#leave();
    this.#phase = "idle";
    this.#resting = true;
  }

  /** After an end or an erasure: another conversation, from nothing. */
  async restart(): Promise<void> {
    this.#leave();
    this.#notice = null;
    this.#farewell = [];
    this.#phase = "idle";
    await this.start();
  }

  #say(outgoing: Outgoing, shown: string): void {
    this.#outbox.add(outgoing, shown);
    // After a farewell there is no conversation: the next message begins one.
    if (this.#phase === "idle") void this.start();
  }

  async #open(): Promise<void> {
    const opened = await this.#parts.gateway.open(this.#conversation.language, this.#parts.client);
    const { conversation_id, token } = opened;
    this.#key.save({ conversation_id, token, read: null });
    this.#conversation.opened(opened);
  }

  async #catchUp(): Promise<void> {
    const saved = this.#key.saved;
    if (!saved) return;
    try {
      for (let more = true; more; ) {
        const answer = await this.#key.use(this.#since, saved);
        this.#conversation.caughtUp(answer);
        more = answer.more;
      }
      this.changed();
    } catch (error) {
      if (!(error instanceof Refused && error.gone)) throw error;
      this.#key.drop();
      this.#conversation.clear();
      this.#notice = "renewed";
    }
  }

  #listen(): void {
    const saved = this.#key.saved;
    if (!saved || this.#line.open) return;
    this.#phase = "open";
    this.#apologies = [];
    this.#key.hold(saved);
    this.#line.start();
  }

  readonly #since = (token: string) => this.#parts.gateway.since(token, this.#conversation.upTo);

  /** Each is said once, and stands until a message is answered. */
  #apologised(error: unknown): void {
    const apology = error instanceof Refused ? readApology(error.problem) : null;
    if (!apology || this.#apologies.some(({ text }) => text === apology.text)) return;
    this.#apologies = [...this.#apologies, apology];
    this.dispatchEvent(new Arrived([apology]));
    this.changed();
  }

  /** It is too old, or was erased elsewhere while we were in it: begin anew, and keep what was not answered. */
  #beginAnew(): void {
    this.#key.forget();
    this.#leave();
    this.#outbox.buttonsToWords();
    this.#farewell = [];
    this.#notice = "renewed";
    this.#phase = "idle";
    void this.start();
  }

  #erased(): void {
    this.#key.forget();
    this.#leave();
    this.#dropDrafts();
    this.#farewell = [];
    this.#notice = "erased";
    this.#phase = "over";
    this.changed();
  }

  /** The assistant erased the conversation because the customer asked for it: of all that was said, only this stays. */
  #tookLeave({ messages, language }: Answer, asked: string): void {
    this.#key.forget();
    this.#leave();
    this.#dropDrafts(asked);
    this.#conversation.language = language ?? this.#conversation.language;
    this.#farewell = messages;
    this.#notice = null;
    this.#phase = "idle";
    this.dispatchEvent(new Arrived(messages));
    this.changed();
    // What was written before this came is the next message.
    if (this.#outbox.entries.length > 0) void this.start();
  }

  #otherTab(): void {
    if (this.#resting) return;
    const saved = this.#key.saved;
    if (this.#line.open && this.#key.changedElsewhere) {
      if (!saved) return void this.#overElsewhere();
      this.#leave();
      this.#phase = "idle";
    }
    if (saved && (this.#phase === "idle" || this.#phase === "over") && this.#key.held) {
      this.#phase = "idle";
      this.#notice = null;
      void this.start();
    }
    this.changed();
  }

  /** Another tab keeps no key any more: it ended the conversation, or erased it, which only the gateway knows. */
  async #overElsewhere(): Promise<void> {
    const { held } = this.#key;
    if (!held) return;
    const erased = await this.#key.use(this.#since).then(
      () => false,
      (error: unknown) => error instanceof Refused && error.gone,
    );
    if (this.#key.held?.conversation_id !== held.conversation_id || this.#key.saved || !this.#line.open) return; // it went on meanwhile
    if (erased) return this.#erased();
    this.#leave();
    this.#phase = "over";
    this.changed();
  }

  /** All of them, or those up to the message `last`. */
  #dropDrafts(last?: string): void {
    this.#parts.drafts.text = "";
    this.#parts.drafts.ticket = null;
    if (last === undefined) this.#outbox.clear();
    else this.#outbox.dropUpTo(last);
    this.#outbox.buttonsToWords();
  }

  #leave(): void {
    this.#line.stop();
    this.requests.left();
    this.#apologies = [];
    this.#conversation.clear();
  }
}
