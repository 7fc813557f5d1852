/** The key of the conversation on the screen, as this tab knows it; another tab may already have another one. */
import type { Keeper, Saved } from "./keeper.ts";
import { compareIds } from "./message_log.ts";
import type { Parts } from "./parts.ts";
import { Refused, Unreachable } from "./request.ts";

export class HeldKey {
  readonly #keeper: Keeper;
  readonly #api: Parts["api"];
  #held: Saved | null = null;

  constructor({ keeper, api }: Pick<Parts, "keeper" | "api">) {
    this.#keeper = keeper;
    this.#api = api;
  }

  get saved(): Saved | null {
    return this.#keeper.load();
  }

  save(saved: Saved): void {
    this.#keeper.save(saved);
  }

  /** This is the conversation on the screen. */
  hold(saved: Saved): void {
    this.#held = saved;
  }

  /** The conversation that is or was on the screen. */
  get held(): Saved | null {
    return this.#held;
  }

  /** Its token as it is now. */
  get token(): string {
    return this.#held ? this.#newest(this.#held) : "";
  }

  /** Another tab keeps another conversation, or none. */
  get changedElsewhere(): boolean {
    return this.saved?.conversation_id !== this.#held?.conversation_id;
  }

  /**
   * Asks with the token of a conversation, the held one's if no other is named. One that has expired is renewed, and
   * asked with once more: what is refused then is over.
   */
  async use<T>(ask: (token: string) => Promise<T>, of = this.#held): Promise<T> {
    if (!of) throw new Unreachable();
    const token = this.#newest(of);
    try {
      return await ask(token);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
      return ask(await this.#renewed(of, token, error));
    }
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

  #newest(of: Saved): string {
    return [this.saved, this.#held].find((each) => same(each, of))?.token ?? of.token;
  }

  /** Unless another call or another tab has done it. */
  async #renewed(of: Saved, expired: string, refusal: Refused): Promise<string> {
    const newest = this.#newest(of);
    if (newest !== expired) return newest;
    const token = await this.#api.renew(expired).catch((error: unknown) => {
      throw error instanceof Refused && !error.passing ? refusal : error;
    });
    const { saved } = this;
    if (same(saved, of)) this.#keeper.save({ ...saved, token });
    if (same(this.#held, of)) this.#held = { ...of, token };
    return token;
  }
}

function same(one: Saved | null, other: Saved): one is Saved {
  return one?.conversation_id === other.conversation_id;
}
