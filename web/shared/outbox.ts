/** Sends what the customer wrote, in order, one at a time, and tries again until it is answered or refused. */
import type { Answer } from "./api_readers.ts";
import { type BackOff, backOff } from "./back_off.ts";
import type { Drafts, Outgoing, Unsent } from "./drafts.ts";
import { type Network, pause } from "./network.ts";
import { newId } from "./new_id.ts";
import { Refused } from "./request.ts";

export interface OutboxEvents<Answered> {
  changed(): void;
  /** Resolves when the message and its answer are in the log; until then the message stays here. */
  answered(answer: Answered, id: string): Promise<void>;
  /** This was not taken, or not heard of; it is tried again, unless that is hopeless. */
  failed?(error: unknown): void;
  /** The conversation is over; what is unsent stays here until `start` is called with another one. */
  gone(): void;
}

/** Tries with a network before the customer is asked; without a network it simply waits. */
const TRIES = 5;

export class Outbox<Answered = Answer> {
  #entries: readonly Unsent[];
  #running: AbortController | null = null;
  readonly #backOff: BackOff;

  constructor(
    readonly drafts: Pick<Drafts, "unsent">,
    readonly network: Network,
    readonly on: OutboxEvents<Answered>,
    pace: () => BackOff = backOff,
  ) {
    this.#entries = drafts.unsent;
    this.#backOff = pace();
  }

  get entries(): readonly Unsent[] {
    return this.#entries;
  }

  get sending(): boolean {
    return this.#entries.some(({ state }) => state === "sending");
  }

  add(outgoing: Outgoing, shown: string): void {
    const at = new Date().toISOString();
    this.#keep([...this.#entries, { id: newId(), outgoing, shown, at, state: "waiting" }]);
  }

  retry(id: string): void {
    this.#backOff.reset();
    this.#update(id, "waiting");
  }

  /** Sends all there is, and all that is added, through `post`, until `stop`. */
  start(post: (outgoing: Outgoing, id: string) => Promise<Answered>): void {
    this.stop();
    this.#running = new AbortController();
    void this.#run(post, this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#keep(this.#entries.map((entry) => (entry.state === "sending" ? { ...entry, state: "waiting" } : entry)));
  }

  /** Whoever wrote it takes it back; what is being sent may arrive all the same. */
  drop(id: string): void {
    this.#keep(this.#entries.filter((entry) => entry.id !== id));
  }

  /** Buttons belong to the conversation that offered them; in another one their title is said instead. */
  buttonsToWords(): void {
    this.#keep(this.#entries.map((entry) => ({ ...entry, outgoing: { text: entry.shown } })));
  }

  clear(): void {
    this.#keep([]);
  }

  /** Drops this one and all before it; what was written after it is still to be sent. */
  dropUpTo(id: string): void {
    this.#keep(this.#entries.slice(this.#entries.findIndex((entry) => entry.id === id) + 1));
  }

  async #run(post: (outgoing: Outgoing, id: string) => Promise<Answered>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const next = this.#entries.find(({ state }) => state !== "failed");
      if (!next) {
        await this.#added(signal);
        continue;
      }
      if (!this.network.online) {
        await pause(Number.POSITIVE_INFINITY, this.network, signal);
        continue;
      }
      this.#update(next.id, "sending");
      try {
        const answer = await post(next.outgoing, next.id);
        if (signal.aborted) return;
        await this.on.answered(answer, next.id);
        if (signal.aborted) return;
        this.#backOff.reset();
        this.#keep(this.#entries.filter(({ id }) => id !== next.id));
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused && error.gone) {
          this.stop();
          this.on.gone();
          return;
        }
        this.on.failed?.(error);
        await this.#failed(next, error, signal);
      }
    }
  }

  async #failed(entry: Unsent, error: unknown, signal: AbortSignal): Promise<void> {
    if (error instanceof Refused && error.buttonOver && "button" in entry.outgoing) {
      // Pressing it again would not help; what it says can still be asked.
      const asWords: Unsent = { ...entry, id: newId(), outgoing: { text: entry.shown }, state: "waiting" };
      this.#keep(this.#entries.map((other) => (other.id === entry.id ? asWords : other)));
      return;
    }
    const hopeless = error instanceof Refused && !error.passing;
    if (hopeless || (this.network.online && this.#backOff.tries >= TRIES)) {
      this.#backOff.reset();
      this.#update(entry.id, "failed");
      return;
    }
    this.#update(entry.id, "waiting");
    const asked = error instanceof Refused && error.retryAfter ? error.retryAfter * 1000 : 0;
    await pause(Math.max(asked, this.#backOff.next()), this.network, signal);
  }

  #wake: () => void = () => {};

  #added(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  #update(id: string, state: Unsent["state"]): void {
    this.#keep(this.#entries.map((entry) => (entry.id === id ? { ...entry, state } : entry)));
  }

  #keep(entries: readonly Unsent[]): void {
    this.#entries = entries;
    this.drafts.unsent = entries;
    this.on.changed();
    this.#wake();
  }
}
