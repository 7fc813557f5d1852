/** Tells the other side that somebody is writing: seldom, and not for long after they stopped. */
const AGAIN = 3_000;
const PAUSE = 5_000;

export class TypingTeller {
  #toldAt = Number.NEGATIVE_INFINITY;
  #ends: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly tell: (on: boolean) => void) {}

  /** On each change of the field; `writing` is false when it is empty. */
  typed(writing: boolean): void {
    if (!writing) {
      this.stop();
      return;
    }
    clearTimeout(this.#ends);
    this.#ends = setTimeout(() => this.stop(), PAUSE);
    if (performance.now() - this.#toldAt < AGAIN) return;
    this.#toldAt = performance.now();
    this.tell(true);
  }

  stop(): void {
    clearTimeout(this.#ends);
    if (this.#toldAt === Number.NEGATIVE_INFINITY) return;
    this.#toldAt = Number.NEGATIVE_INFINITY;
    this.tell(false);
  }
}
