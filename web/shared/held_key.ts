/** The key of the conversation on the screen, as this tab knows it; another tab may already have another one. */
import type { Keeper, Saved } from "./keeper.ts";
import { compareIds } from "./message_log.ts";

export class HeldKey {
  readonly #keeper: Keeper;
  #token: string | null = null;

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  get saved(): Saved | null {
    return this.#keeper.load();
  }

  save(saved: Saved): void {
    this.#keeper.save(saved);
  }

  /** This is the conversation on the screen. */
  hold({ token }: Saved): void {
    this.#token = token;
  }

  /** The token of the conversation that is or was on the screen. */
  get token(): string | null {
    return this.#token;
  }

  /** Another tab keeps another key, or none. */
  get changedElsewhere(): boolean {
    return this.saved?.token !== this.#token;
  }

  /** Whether that was news: up to the message `last`, somebody looked. */
  markRead(last: string | null): boolean {
    const { saved } = this;
    if (!saved || !last || (saved.read && compareIds(last, saved.read) <= 0)) return false;
    this.#keeper.save({ ...saved, read: last });
    return true;
  }

  /** Unless another tab has already begun the next one. */
  forget(): void {
    if (!this.changedElsewhere) this.#keeper.forget();
  }

  /** It is over, whoever keeps it. */
  drop(): void {
    this.#keeper.forget();
  }
}
