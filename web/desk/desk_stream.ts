/** Keeps the desk's WebSocket open: opens it, opens it again after each break, and tells when the session is over. */
import type { DeskCommand } from "../shared/api_types.ts";
import { type BackOff, backOff } from "../shared/back_off.ts";
import { type Network, pause } from "../shared/network.ts";
import type { Liveness } from "../shared/pulse.ts";
import { Refused } from "../shared/request.ts";
import { type Ended, holdOpen } from "../shared/socket.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskEvent } from "./desk_readers.ts";
import { readDeskEvent } from "./desk_readers.ts";

/** `lost`: the server cannot be reached; `offline`: the device has no network. */
export type DeskStreamState = "connecting" | "live" | "lost" | "offline";

export interface DeskStreamEvents {
  stream(state: DeskStreamState): void;
  event(event: DeskEvent): void;
  signedOut(): void;
}

const SIGNED_OUT = 4401;

export class DeskStream {
  readonly #stop = new AbortController();
  readonly #backOff: BackOff;
  #socket: WebSocket | null = null;

  constructor(
    readonly api: DeskApi,
    readonly network: Network,
    readonly on: DeskStreamEvents,
    pace: () => BackOff = backOff,
    readonly liveness?: Liveness,
  ) {
    this.#backOff = pace();
    void this.#run(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Sent when the socket is open and else forgotten: on opening, whoever listens says anew what it watches. */
  send(command: DeskCommand): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.on.stream("connecting");
    while (!signal.aborted) {
      if (!this.network.online) {
        this.on.stream("offline");
        await pause(Number.POSITIVE_INFINITY, this.network, signal);
        continue;
      }
      const { code, opened } = await this.#listen();
      if (signal.aborted) break;
      // After one that was open another is tried first: what HTTP has in reserve may be as dead as the one that ended.
      if (code === SIGNED_OUT || (!opened && (await this.#sessionOver()))) {
        this.stop();
        this.on.signedOut();
        break;
      }
      if (signal.aborted) break;
      if (!opened) this.on.stream(this.network.online ? "lost" : "offline");
      await pause(this.#backOff.next(), this.network, signal);
    }
  }

  /** A browser does not say why a handshake was refused, so the session is asked for. */
  async #sessionOver(): Promise<boolean> {
    try {
      await this.api.session();
      return false;
    } catch (error) {
      return error instanceof Refused && error.status === 401;
    }
  }

  /** Resolves when the socket has ended. */
  #listen(): Promise<Ended> {
    const open = () => {
      this.#socket = this.api.stream();
      return this.#socket;
    };
    const on = {
      opened: () => {
        this.#backOff.reset();
        this.on.stream("live");
      },
      event: (event: DeskEvent) => this.on.event(event),
    };
    return holdOpen(open, readDeskEvent, this.#stop.signal, this.network, on, this.liveness);
  }
}
