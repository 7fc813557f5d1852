/**
 * One customer's conversation: begun, resumed, sent to, listened to, erased. It knows nothing of the screen: whoever
 * draws it reads `snapshot` and listens to "change"; each message that is new, and was not on the screen before, is
 * told once by "arrived".
 */
import { type Answer, type Message, readApology } from "./api_readers.ts";
import { Changing } from "./changing.ts";
import { ChatStream, PACE } from "./chat_stream.ts";
import { Conversation } from "./conversation.ts";
import type { Drafts, Outgoing } from "./drafts.ts";
import { HeldKey } from "./held_key.ts";
import type { Language } from "./languages.ts";
import { Outbox } from "./outbox.ts";
import type { Parts } from "./parts.ts";
import { Refused } from "./request.ts";
import { Requests } from "./requests.ts";
import { Arrived, type Snapshot } from "./snapshot.ts";
import type { StreamState } from "./stream.ts";

/** What an app hands over: a conversation that it opened itself. */
export interface HandedOver {
  readonly token: string;
  readonly conversation_id?: string;
}

export class ChatClient extends Changing {
  readonly #parts: Parts;
  readonly #conversation: Conversation;
  readonly #outbox: Outbox;
  /** What is asked beside the messages. */
  readonly requests: Requests;
  readonly #key: HeldKey;
  #stream: ChatStream | null = null;
  #streamState: StreamState = "connecting";
  /** What is being sent, or was last. */
  #sending: Promise<Answer> | null = null;
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
    parts.api.language = () => this.#conversation.language;
    this.#outbox = new Outbox(
      parts.drafts,
      parts.network,
      {
        changed: () => this.changed(),
        answered: async (answer, id) => {
          this.#apologies = [];
          if (answer.erased) this.#tookLeave(answer, id);
          else await this.#answered(answer, id);
        },
        failed: (error) => this.#apologised(error),
        gone: () => this.#beginAnew(),
      },
      parts.pace?.backOff,
    );
    this.requests = new Requests(parts, this.#key, this.#conversation, {
      answered: (answer) => this.#conversation.answered(answer, this.#streamState === "live"),
      gone: () => this.#beginAnew(),
    });
    parts.keeper.onOtherTab(() => this.#otherTab());
  }

  get snapshot(): Snapshot {
    const { state, waiting, agent, language, messages, typing } = this.#conversation;
    const unread = this.#conversation.unread(this.#key.saved?.read ?? null);
    return {
      phase: this.#phase,
      stream: this.#streamState,
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
    if (this.#phase === "starting" || this.#stream) return;
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
      await this.#key.use(this.#parts.api.erase, saved).catch((error: unknown) => {
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
    const opened = await this.#parts.api.open(this.#conversation.language, this.#parts.client);
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
    if (!saved || this.#stream) return;
    const { api, network, pace = PACE } = this.#parts;
    const key = this.#key;
    const conversation = this.#conversation;
    this.#phase = "open";
    this.#apologies = [];
    this.#key.hold(saved);
    this.#stream = new ChatStream(
      api,
      key,
      () => conversation.upTo,
      network,
      {
        state: (state) => {
          this.#streamState = state;
          conversation.deaf(); // a new socket tells anew who is typing
          this.changed();
        },
        event: (event) => {
          if (event.type === "erased") void this.#over(() => this.#erased());
          else conversation.heard(event);
        },
        answer: (answer) => conversation.pulled(answer),
        gone: () => void this.#over(() => this.#beginAnew()),
      },
      pace,
    );
    this.#sending = null;
    this.#outbox.start((outgoing, id) => {
      this.#sending = key.use((token) => api.send(token, outgoing, id));
      return this.#sending;
    });
  }

  /** An answer does not repeat the question. With a socket it is there already; without, it is fetched, in its place. */
  async #answered(answer: Answer, id: string): Promise<void> {
    const conversation = this.#conversation;
    if (!conversation.has(id)) conversation.pulled(await this.#key.use(this.#since));
    conversation.answered(answer, this.#streamState === "live");
  }

  /** The stream may be faster than the answer to what the customer just sent, which says better why it is over. */
  async #over(tell: () => void): Promise<void> {
    const stream = this.#stream;
    stream?.stop();
    const answer = await this.#sending?.catch(() => null);
    if (this.#stream === stream && !answer?.erased) tell();
  }

  readonly #since = (token: string) => this.#parts.api.since(token, this.#conversation.upTo);

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
    if (this.#stream && this.#key.changedElsewhere) {
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
    if (this.#key.held?.conversation_id !== held.conversation_id || this.#key.saved || !this.#stream) return; // it went on meanwhile
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
    this.#stream?.stop();
    this.#stream = null;
    this.#streamState = "connecting";
    this.#outbox.stop();
    this.requests.left();
    this.#apologies = [];
    this.#conversation.clear();
  }
}
