/** Which steps in the queue are worth saying aloud: a place nearer, not each minute that passes, and not one upon another. */
import type { QueuePlace } from "./api_readers.ts";

/** Milliseconds between two of them; only being next does not wait for it. */
const APART = 20_000;

export class QueueSteps {
  #place: number | null = null;
  #saidAt = Number.NEGATIVE_INFINITY;

  /** Whether `waiting` is to be said now. The first place is not: the notice has said it. */
  nearer(waiting: QueuePlace | null, now = performance.now()): boolean {
    const place = waiting?.place ?? null;
    if (place === null || this.#place === null || place >= this.#place) {
      this.#place = place;
      return false;
    }
    if (place > 1 && now - this.#saidAt < APART) return false;
    this.#place = place;
    this.#saidAt = now;
    return true;
  }
}
