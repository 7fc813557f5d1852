/** Keeps the newest messages in sight while the customer reads there, and leaves alone who reads further up. */
import type { LitElement } from "lit";
import type { Snapshot } from "../snapshot.ts";

/** Nearer than this to the end, the customer is reading the newest messages. */
const NEAR_END = 80;

export class LogScroll {
  readonly #host: LitElement;
  /** Something new came below what is in sight. */
  behind = false;
  #atEnd = true;
  #drawn = "";
  #count = 0;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** The customer said something: wherever they were, they want to see it and its answer. */
  stick(): void {
    this.#atEnd = true;
  }

  drew({ messages, unsent, typing, state }: Snapshot): void {
    // With the state a bar comes or goes, and the log has another height.
    const drawn = [messages.length, unsent.length, typing, state].join();
    if (drawn !== this.#drawn && this.#atEnd) this.#follow();
    else if (messages.length > this.#count) this.#tell(true);
    this.#drawn = drawn;
    this.#count = messages.length;
  }

  readonly scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
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

  /** To the end, but never past the beginning of what is new: a long answer is read from its top. */
  #follow(): void {
    const log = this.#log;
    const messages = [...log.querySelectorAll<HTMLElement>(".message")];
    // The assistant answers what was asked; what people and notices say comes by itself.
    const byItself = messages.at(-1)?.matches(".agent, .system");
    const first = byItself ? messages.at(-1) : messages.findLast((message) => message.matches(".customer"));
    const end = log.scrollHeight - log.clientHeight;
    const start = first ? first.offsetTop - log.offsetTop - 12 : 0;
    log.scrollTop = Math.min(end, Math.max(start, 0));
    this.#atEnd = true;
  }
}
