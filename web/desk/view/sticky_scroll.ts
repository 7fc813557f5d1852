/** Keeps the newest message in sight for who reads there, also when the reply grows; leaves others alone. */

/** Nearer than this to the end, the agent is reading the newest messages. */
const NEAR_END = 80;

export class StickyScroll {
  #log: HTMLElement | null = null;
  #atEnd = true;
  #top = 0;
  #count = 0;
  readonly #resized = new ResizeObserver(() => this.#follow());

  /** `tell` hears whether there is something new below what is in sight. */
  constructor(readonly tell: (behind: boolean) => void) {}

  /** `log` was drawn with `count` messages in it. */
  drew(log: HTMLElement | null, count: number): void {
    if (log !== this.#log) {
      this.#resized.disconnect();
      if (log) this.#resized.observe(log);
      this.#log = log;
    }
    if (count > this.#count && !this.#atEnd) this.tell(true);
    this.#count = count;
    this.#follow();
  }

  readonly scrolled = (): void => {
    if (!this.#log) return;
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    // Only a reader scrolls up; when the log becomes smaller, its end moves away by itself.
    this.#atEnd = near || (this.#atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    if (this.#atEnd) this.tell(false);
  };

  toEnd(): void {
    this.#atEnd = true;
    this.tell(false);
    this.#follow();
  }

  stop(): void {
    this.#resized.disconnect();
    this.#log = null;
  }

  #follow(): void {
    if (this.#log && this.#atEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }
}
