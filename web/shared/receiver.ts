/** Keeps messages coming: by WebSocket, by asking again and again where sockets are blocked, and after every break. */
import { type BackOff, backOff } from "./back_off.ts";
import type { Gateway } from "./gateway.ts";
import type { HeldKey } from "./held_key.ts";
import { type Network, pause } from "./network.ts";
import type { Liveness } from "./pulse.ts";
import { Refused } from "./request.ts";
import type { Ended } from "./socket.ts";
import { listen } from "./stream.ts";
import type { Answer, StreamEvent } from "./wire.ts";

/** `live`: pushed; `polling`: asked for; `lost`: the gateway cannot be reached; `offline`: the device has no network. */
export type LinkState = "connecting" | "live" | "polling" | "lost" | "offline";

export interface ReceiverEvents {
  link(state: LinkState): void;
  event(event: StreamEvent): void;
  answer(answer: Answer): void;
  gone(): void;
}

export interface Pace {
  readonly poll: number;
  /** How long to poll before a socket is tried again. */
  readonly retrySocket: number;
  readonly backOff: () => BackOff;
  readonly liveness?: Liveness;
}

export const PACE: Pace = { poll: 3_000, retrySocket: 60_000, backOff };

/** A socket that twice does not open although HTTP works is blocked by something between us. */
const BLOCKED = 2;
/** The gateway's word for it at the end of a socket. */
const TOKEN_EXPIRED = 4401;

export class Receiver {
  readonly #stop = new AbortController();
  readonly #backOff: BackOff;
  #unopened = 0;

  constructor(
    readonly gateway: Gateway,
    readonly key: HeldKey,
    readonly after: () => string | null,
    readonly network: Network,
    readonly on: ReceiverEvents,
    readonly pace: Pace = PACE,
  ) {
    this.#backOff = pace.backOff();
    void this.#run(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.on.link("connecting");
    while (!signal.aborted) {
      if (!this.network.online) {
        this.on.link("offline");
        await pause(Number.POSITIVE_INFINITY, this.network, signal);
        continue;
      }
      const { opened, code } = await this.#listen();
      if (signal.aborted) break;
      if (!this.network.online) continue;
      if (opened) {
        // Another socket first, on a wire of its own: what HTTP has in reserve may be as dead as the one that ended.
        this.#unopened = 0;
        if (code === TOKEN_EXPIRED) await this.#ask(); // which renews it
        await pause(this.#backOff.next(), this.network, signal);
        continue;
      }
      this.#unopened += 1;
      const reached = await this.#ask();
      if (signal.aborted) break;
      if (reached && this.#unopened >= BLOCKED) await this.#poll(signal);
      else await pause(this.#backOff.next(), this.network, signal);
    }
  }

  #listen(): Promise<Ended> {
    const on = {
      opened: () => {
        this.#backOff.reset();
        this.on.link("live");
      },
      event: (event: StreamEvent) => this.on.event(event),
    };
    const { signal } = this.#stop;
    const { gateway, key, network, pace } = this;
    return listen(gateway.origin, key.token, this.after(), signal, network, on, pace.liveness);
  }

  /** What came since, by HTTP; tells whether the gateway answered. */
  async #ask(): Promise<boolean> {
    try {
      const answer = await this.key.use((token) => this.gateway.since(token, this.after()));
      if (!this.#stop.signal.aborted) this.on.answer(answer);
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      if (error instanceof Refused && error.gone) {
        this.stop();
        this.on.gone();
      } else if (error instanceof Refused && error.status === 429) {
        await pause((error.retryAfter ?? 1) * 1000, this.network, this.#stop.signal);
        return true;
      } else {
        this.on.link(this.network.online ? "lost" : "offline");
      }
      return false;
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    this.on.link("polling");
    this.#backOff.reset();
    const socketAgain = performance.now() + this.pace.retrySocket;
    while (!signal.aborted && this.network.online && performance.now() < socketAgain) {
      await pause(this.pace.poll, this.network, signal);
      if (signal.aborted || !(await this.#ask())) return;
    }
  }
}
