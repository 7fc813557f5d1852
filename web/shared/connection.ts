/**
 * One customer's conversation: begun, resumed, sent to, listened to, erased. It knows nothing of the screen: whoever
 * draws it reads `snapshot` and listens to "change"; each message that is new, and was not on the screen before, is
 * told once by "arrived".
 */
import { Changing } from "./changing.ts";
import { Conversation } from "./conversation.ts";
import type { Drafts } from "./drafts.ts";
import type { Saved } from "./keeper.ts";
import type { Language } from "./languages.ts";
import { compareIds } from "./message_log.ts";
import { Outbox } from "./outbox.ts";
import type { Parts } from "./parts.ts";
import { PACE, Receiver } from "./receiver.ts";
import { Refused } from "./request.ts";
import { Requests } from "./requests.ts";
import { Arrived, type Snapshot } from "./snapshot.ts";
import type { Answer, Outgoing } from "./wire.ts";

/** What an app hands over: a conversation that it opened itself. */
export interface HandedOver {
  readonly token: string;
  readonly conversation_id?: string;
  readonly expires_at?: string;
}

export class Connection extends Changing {
  readonly #parts: Parts;
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;
  /** What is asked beside the messages. */
  readonly requests: Requests;
  #receiver: Receiver | null = null;
  /** The token of the conversation whose messages are in the log. */
  #token: string | null = null;
  #phase: Snapshot["phase"] = "idle";
  #link: Snapshot["link"] = "connecting";
  #notice: Snapshot["notice"] = null;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.#conversation = new Conversation(parts.language, {
      arrived: (messages) => this.dispatchEvent(new Arrived(messages)),
      changed: () => this.changed(),
    });
    const pace = (parts.pace ?? PACE).backOff;
    this.#outbox = new Outbox(
      parts.drafts,
      parts.network,
      {
        changed: () => this.changed(),
        answered: (answer, id) => this.#answered(answer, id),
        gone: () => this.#renew(),
      },
      pace,
    );
    this.requests = new Requests(parts, this.#conversation, {
      answered: (answer) => this.#conversation.answered(answer, this.#link === "live"),
      gone: () => this.#renew(),
    });
    parts.keeper.onOtherTab(() => this.#otherTab());
  }

  get snapshot(): Snapshot {
    const { state, waiting, agent, language, messages, typing } = this.#conversation;
    return {
      phase: this.#phase,
      link: this.#link,
      state,
      waiting,
      agent,
      language,
      messages,
      // What has come back by the stream is in the log, though its answer may still be on its way.
      unsent: this.#outbox.entries.filter(({ id }) => !this.#conversation.has(id)),
      // A person answers when they can; only the assistant is at it from the moment it is asked.
      typing: typing ?? (this.#outbox.sending && state !== "agent" ? "bot" : null),
      unread: this.#conversation.unread(this.#parts.keeper.load()?.read ?? null),
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
    if (this.#phase !== "idle" || !this.#saved()) return;
    await this.#catchUp().catch(() => {});
    // A person may write at any moment; a bot says nothing by itself, and a million open sockets cost something.
    const { state } = this.#conversation;
    if (state === "waiting" || state === "agent" || this.#outbox.entries.length > 0) this.#listen();
  }

  /** The customer opened the chat: go on with the conversation there is, or begin one. */
  async start(): Promise<void> {
    if (this.#phase === "starting" || this.#receiver) return;
    this.#phase = "starting";
    this.changed();
    try {
      await this.#parts.keeper.alone(async () => {
        if (this.#saved()) {
          await this.#catchUp();
        }
        // Asked again: what was saved may just have turned out to be over.
        if (!this.#saved() && !this.#parts.waitsForToken) await this.#open();
      });
      if (this.#saved()) this.#listen();
      else this.dispatchEvent(new Event("token-needed"));
    } catch {
      this.#phase = "failed";
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
    this.#parts.keeper.save({
      conversation_id: handed.conversation_id ?? "",
      token: handed.token,
      expires_at: handed.expires_at ?? "",
      read: null,
    });
    this.#phase = "idle";
    await this.start();
  }

  send(text: string): void {
    const words = text.trim();
    if (words) this.#outbox.add({ text: words }, words);
  }

  press(id: string, title: string): void {
    this.#outbox.add({ button: id }, title);
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  markRead(): void {
    const saved = this.#parts.keeper.load();
    const last = this.#conversation.lastId;
    if (!saved || !last || (saved.read && compareIds(last, saved.read) <= 0)) return;
    this.#parts.keeper.save({ ...saved, read: last });
    this.changed();
  }

  async erase(): Promise<void> {
    const saved = this.#parts.keeper.load();
    if (saved) {
      await this.#parts.gateway.erase(saved.token).catch((error: unknown) => {
        if (!(error instanceof Refused && error.gone)) throw error;
      });
    }
    this.#erased();
  }

  /** The customer is done. The gateway keeps what was said for as long as it says it does. */
  end(): void {
    this.#forget();
    this.#leave();
    this.#dropDrafts();
    this.#phase = "over";
    this.changed();
  }

  /** After an end or an erasure: another conversation, from nothing. */
  async restart(): Promise<void> {
    this.#leave();
    this.#notice = null;
    this.#phase = "idle";
    await this.start();
  }

  #saved(): Saved | null {
    const saved = this.#parts.keeper.load();
    if (saved?.expires_at && Date.parse(saved.expires_at) <= Date.now()) {
      this.#parts.keeper.forget();
      this.#notice = "renewed";
      return null;
    }
    return saved;
  }

  async #open(): Promise<void> {
    const opened = await this.#parts.gateway.open(this.#conversation.language, this.#parts.client);
    const { conversation_id, token, expires_at } = opened;
    this.#parts.keeper.save({ conversation_id, token, expires_at, read: null });
    this.#conversation.opened(opened);
  }

  async #catchUp(): Promise<void> {
    const saved = this.#parts.keeper.load();
    if (!saved) return;
    try {
      for (let more = true; more; ) {
        const answer = await this.#parts.gateway.since(saved.token, this.#conversation.upTo);
        this.#conversation.caughtUp(answer);
        more = answer.more;
      }
      this.changed();
    } catch (error) {
      if (!(error instanceof Refused && error.gone)) throw error;
      this.#parts.keeper.forget();
      this.#conversation.clear();
      this.#notice = "renewed";
    }
  }

  #listen(): void {
    const saved = this.#parts.keeper.load();
    if (!saved || this.#receiver) return;
    this.#phase = "open";
    this.#token = saved.token;
    const { gateway, network, pace } = this.#parts;
    this.#receiver = new Receiver(
      gateway,
      saved.token,
      () => this.#conversation.upTo,
      network,
      {
        link: (state) => {
          this.#link = state;
          this.#conversation.deaf(); // a new socket tells anew who is typing
          this.changed();
        },
        event: (event) => (event.type === "erased" ? this.#erased() : this.#conversation.heard(event)),
        answer: (answer) => this.#conversation.pulled(answer),
        gone: () => this.#renew(),
      },
      pace,
    );
    this.#outbox.start((outgoing: Outgoing, id: string) => gateway.send(saved.token, outgoing, id));
  }

  async #answered(answer: Answer, id: string): Promise<void> {
    // An answer does not repeat the question. With a socket it is there already; without, it is fetched, in its place.
    const saved = this.#parts.keeper.load();
    const conversation = this.#conversation;
    if (saved && !conversation.has(id)) {
      conversation.pulled(await this.#parts.gateway.since(saved.token, conversation.upTo));
    }
    conversation.answered(answer, this.#link === "live");
  }

  /** It expired or was erased elsewhere while we were in it: begin anew, and keep what was not answered. */
  #renew(): void {
    this.#forget();
    this.#leave();
    this.#outbox.buttonsToWords();
    this.#notice = "renewed";
    this.#phase = "idle";
    void this.start();
  }

  #erased(): void {
    this.#forget();
    this.#leave();
    this.#dropDrafts();
    this.#notice = "erased";
    this.#phase = "over";
    this.changed();
  }

  #otherTab(): void {
    const saved = this.#parts.keeper.load();
    if (this.#receiver && saved?.token !== this.#token) {
      this.#leave();
      this.#phase = saved ? "idle" : "over";
    }
    if (saved && (this.#phase === "idle" || this.#phase === "over") && this.#token) {
      this.#phase = "idle";
      this.#notice = null;
      void this.start();
    }
    this.changed();
  }

  #dropDrafts(): void {
    this.#parts.drafts.text = "";
    this.#parts.drafts.ticket = null;
    this.#outbox.clear();
  }

  /** Unless another tab has already begun the next one. */
  #forget(): void {
    if (this.#parts.keeper.load()?.token === this.#token) this.#parts.keeper.forget();
  }

  #leave(): void {
    this.#receiver?.stop();
    this.#receiver = null;
    this.#link = "connecting";
    this.#outbox.stop();
    this.requests.left();
    this.#conversation.clear();
  }
}
