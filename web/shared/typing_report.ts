/** Tells the person who has the conversation that the customer is typing, sparingly, and that they stopped. */

export interface TypingPace {
  /** Milliseconds between two reports that typing goes on. */
  readonly again: number;
  /** Milliseconds without a key after which nobody types any more. */
  readonly pause: number;
}

export const TYPING_PACE: TypingPace = { again: 3_000, pause: 5_000 };

export class TypingReport {
  readonly #report: (on: boolean) => void;
  readonly #pace: TypingPace;
  #on = false;
  #lastOn = Number.NEGATIVE_INFINITY;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(report: (on: boolean) => void, pace: TypingPace = TYPING_PACE) {
    this.#report = report;
    this.#pace = pace;
  }

  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.stopped(), this.#pace.pause);
    const now = performance.now();
    if (now - this.#lastOn < this.#pace.again) return;
    this.#lastOn = now;
    this.#on = true;
    this.#report(true);
  }

  /** Sent, emptied, or paused. */
  stopped(): void {
    const told = this.#on;
    this.forget();
    if (told) this.#report(false);
  }

  /** Nobody is there to be told. */
  forget(): void {
    clearTimeout(this.#pause);
    this.#on = false;
  }
}
