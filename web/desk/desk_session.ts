/** Who sits at the desk: signed in, signed out, or sent away by the server. */
import { type BackOff, backOff } from "../shared/back_off.ts";
import { type Network, pause } from "../shared/network.ts";
import { Refused } from "../shared/request.ts";
import type { DeskApi } from "./desk_api.ts";
import type { Agent, SignInWays } from "./desk_readers.ts";

export interface SessionState {
  /** `ended`: the server ended the session; what was being written is kept for the same agent. */
  readonly phase: "starting" | "unreachable" | "signed-out" | "ended" | "signed-in";
  readonly ways: SignInWays | null;
  readonly agent: Agent | null;
}

export interface SessionEvents {
  entered(agent: Agent): void;
  /** Whatever was theirs is to be put away. */
  left(): void;
  changed(): void;
}

export class DeskSession {
  #phase: SessionState["phase"] = "starting";
  #ways: SignInWays | null = null;
  #agent: Agent | null = null;
  #signingOut = false;

  constructor(
    readonly api: DeskApi,
    readonly network: Network,
    readonly on: SessionEvents,
    readonly pace: () => BackOff = backOff,
  ) {}

  get state(): SessionState {
    return { phase: this.#phase, ways: this.#ways, agent: this.#agent };
  }

  get agent(): Agent | null {
    return this.#agent;
  }

  /** What the server says of them now. */
  update(agent: Partial<Agent>): void {
    if (this.#agent) this.#agent = { ...this.#agent, ...agent };
  }

  /** Whoever is signed in already goes on; a server that cannot be reached is asked again and again. */
  async start(): Promise<void> {
    const waits = this.pace();
    for (;;) {
      try {
        this.#enter(await this.api.session());
        return;
      } catch (error) {
        if (error instanceof Refused && error.status === 401) return this.#leave("signed-out");
        this.#phase = "unreachable";
        this.on.changed();
        await pause(waits.next(), this.network, new AbortController().signal);
      }
    }
  }

  /** Throws `Refused` (wrong-credentials, locked-out with its `retryAfter`, second-factor-…) and `Unreachable`. */
  async signIn(name: string, password: string, code: string | null = null): Promise<void> {
    this.#enter(await this.api.signIn(name, password, code));
  }

  /** `forget` runs when the server has let them go, before the screen is told. */
  async signOut(forget: () => void): Promise<void> {
    // The server hangs up at once: that is no end to be explained.
    this.#signingOut = true;
    await this.api.signOut().catch((error: unknown) => {
      this.#signingOut = false;
      if (!(error instanceof Refused && error.status === 401)) throw error;
    });
    forget();
    await this.#leave("signed-out");
  }

  /** A call of somebody signed in: when the session turns out to be over, the desk says so. */
  async asked<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.end();
      throw error;
    }
  }

  /** The server has ended it. */
  readonly end = (): void => {
    if (this.#phase === "signed-in" && !this.#signingOut) void this.#leave("ended");
  };

  #enter(agent: Agent): void {
    this.#agent = agent;
    this.#signingOut = false;
    this.#phase = "signed-in";
    this.on.entered(agent);
  }

  async #leave(phase: "signed-out" | "ended"): Promise<void> {
    this.#agent = null;
    this.#phase = phase;
    this.on.left();
    this.on.changed();
    this.#ways = await this.api.ways().catch(() => this.#ways);
    this.on.changed();
  }
}
