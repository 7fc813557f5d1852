/** Keeps messages coming: by WebSocket, by asking again and again where sockets are blocked, and after every break. */
import type { Api } from "./api.ts";
import { type Answer, readEvent, type StreamEvent } from "./api_readers.ts";
import { type BackOff, backOff } from "./back_off.ts";
import type { HeldKey } from "./held_key.ts";
import { type Network, pause } from "./network.ts";
import type { Liveness } from "./pulse.ts";
import { Refused } from "./request.ts";
import { type Ended, Stream, type StreamState, streamAddress } from "./stream.ts";

export interface ChatStreamEvents {
  state(state: StreamState): void;
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

const PROTOCOL = "breachline.v1";
/** A socket that twice does not open although HTTP works is blocked by something between us. */
const BLOCKED = 2;
/** The gateway's word for it at the end of a socket. */
const TOKEN_EXPIRED = 4401;

/** It only receives; messages are sent by POST. */
export class ChatStream {
  readonly #stream: Stream<StreamEvent>;
  #unopened = 0;

  constructor(
    readonly api: Api,
    readonly key: HeldKey,
    readonly after: () => string | null,
    readonly network: Network,
    readonly on: ChatStreamEvents,
    readonly pace: Pace = PACE,
  ) {
    this.#stream = new Stream({
      open: () => this.#open(),
      read: readEvent,
      network,
      backOff: pace.backOff(),
      ...(pace.liveness ? { liveness: pace.liveness } : {}),
      state: on.state,
      event: on.event,
      ended: (ended) => this.#ended(ended),
    });
  }

  stop(): void {
    this.#stream.stop();
  }

  #open(): WebSocket {
    const address = streamAddress("/v1/stream", this.api.origin);
    const after = this.after();
    if (after) address.searchParams.set("after", after);
    // Browsers cannot set headers on a socket, and an address ends up in logs: the token goes as a subprotocol.
    return new WebSocket(address, [PROTOCOL, `bearer.${this.key.token}`]);
  }

  async #ended({ opened, code }: Ended): Promise<"wait" | "at once"> {
    this.#unopened = opened ? 0 : this.#unopened + 1;
    // Another socket first, on a connection of its own: what HTTP has in reserve may be as dead as the one that ended.
    const asks = !opened || code === TOKEN_EXPIRED; // which renews it
    if (!asks || !(await this.#ask()) || this.#unopened < BLOCKED) return "wait";
    await this.#poll();
    return "at once";
  }

  /** What came since, by HTTP; tells whether the gateway answered. */
  async #ask(): Promise<boolean> {
    const { signal } = this.#stream;
    try {
      const answer = await this.key.use((token) => this.api.since(token, this.after()));
      if (!signal.aborted) this.on.answer(answer);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (error instanceof Refused && error.gone) {
        this.stop();
        this.on.gone();
      } else if (error instanceof Refused && error.status === 429) {
        await pause((error.retryAfter ?? 1) * 1000, this.network, signal);
        return true;
      } else {
        this.on.state(this.network.online ? "lost" : "offline");
      }
      return false;
    }
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stream;
    if (signal.aborted) return;
    this.on.state("polling");
    this.#stream.recovered();
    const socketAgain = performance.now() + this.pace.retrySocket;
    while (!signal.aborted && this.network.online && performance.now() < socketAgain) {
      await pause(this.pace.poll, this.network, signal);
      if (signal.aborted || !(await this.#ask())) return;
    }
  }
}
