/**
 * Keeps the newest messages in sight while the customer reads there, and leaves alone who reads further up. Whoever opens
 * the chat, or comes back to it, begins at the first message they have not read.
 */
import type { LitElement } from "lit";
import type { Snapshot } from "../snapshot.ts";

/** Nearer than this to the end, the customer is reading the newest messages. */
const NEAR_END = 80;
/** Above what is read first. */
const MARGIN = 12;

export class LogScroll {
  readonly #host: LitElement;
  /** Something new came below what is in sight. */
  behind = false;
  #atEnd = true;
  #drawn = "";
  #count = 0;
  /** Whether somebody was looking when it was drawn last. */
  #inSight = false;
  #top = 0;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** The customer said something: wherever they were, they want to see it and its answer. */
  stick(): void {
    this.#atEnd = true;
  }

  /** `inSight`: somebody looks; what is hidden has no place to scroll to. */
  drew({ messages, unsent, typing, state, firstUnread }: Snapshot, inSight: boolean): void {
    // With the state a bar comes or goes, and the log has another height.
    const drawn = [messages.length, unsent.length, typing, state].join();
    const opened = inSight && (!this.#inSight || this.#count === 0) && messages.length > 0;
    this.#inSight = inSight;
    if (!inSight) return;
    if (opened) this.#begin(firstUnread);
    else if (drawn !== this.#drawn && this.#atEnd) this.#follow();
    else if (messages.length > this.#count) this.#tell(true);
    this.#drawn = drawn;
    this.#count = messages.length;
  }

  readonly scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    if (clientHeight === 0) return; // hidden
    this.#top = scrollTop;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.#atEnd) this.#tell(false);
  };

  readonly toEnd = (): void => {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#log.focus();
  };

  get #log(): HTMLElement {
    return this.#host.renderRoot.querySelector(".log") as HTMLElement;
  }

  #tell(behind: boolean): void {
    if (behind === this.behind) return;
    this.behind = behind;
    this.#host.requestUpdate();
  }

  /** At what was not read yet, else at the end; who was here a moment ago and has read all stays where they were. */
  #begin(firstUnread: string | null): void {
    const first = firstUnread && this.#log.querySelector<HTMLElement>(`.message[data-id="${CSS.escape(firstUnread)}"]`);
    const log = this.#log;
    if (first) this.#show(first);
    else log.scrollTop = this.#atEnd ? log.scrollHeight : this.#top;
    this.#tell(log.scrollHeight - log.scrollTop - log.clientHeight >= NEAR_END);
  }

  /** To the end, but never past the beginning of what is new: a long answer is read from its top. */
  #follow(): void {
    const messages = [...this.#log.querySelectorAll<HTMLElement>(".message")];
    // The assistant answers what was asked; what people and notices say comes by itself.
    const byItself = messages.at(-1)?.matches(".agent, .system");
    this.#show(byItself ? messages.at(-1) : messages.findLast((message) => message.matches(".customer")));
  }

  #show(first: HTMLElement | undefined): void {
    const log = this.#log;
    const end = log.scrollHeight - log.clientHeight;
    const start = first ? first.offsetTop - log.offsetTop - MARGIN : 0;
    log.scrollTop = Math.min(end, Math.max(start, 0));
    this.#atEnd = true;
  }
}
