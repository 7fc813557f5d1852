/** Keeps the desk's WebSocket open: opens it, opens it again after each break, and tells when the session is over. */
import { type BackOff, backOff } from "../shared/back_off.ts";
import { Refused } from "../shared/gateway.ts";
import { type Network, pause } from "../shared/network.ts";
import { readDeskEvent } from "./board_readers.ts";
import type { DeskApi } from "./desk_api.ts";
import type { DeskEvent } from "./desk_wire.ts";

/** `lost`: the server cannot be reached; `offline`: the device has no network. */
export type DeskLink = "connecting" | "live" | "lost" | "offline";

export interface DeskStreamEvents {
  link(state: DeskLink): void;
  event(event: DeskEvent): void;
  signedOut(): void;
}

const SIGNED_OUT = 4401;
/** A proxy that swallows the handshake must not keep us waiting. */
const HANDSHAKE = 6_000;

export class DeskStream {
  readonly #stop = new AbortController();
  readonly #backOff: BackOff;
  #socket: WebSocket | null = null;

  constructor(
    readonly api: DeskApi,
    readonly network: Network,
    readonly on: DeskStreamEvents,
    pace: () => BackOff = backOff,
  ) {
    this.#backOff = pace();
    void this.#run(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
    this.#socket?.close();
  }

  /** Sent when the socket is open and else forgotten: on opening, whoever listens says anew what it watches. */
  send(said: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(said));
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.on.link("connecting");
    while (!signal.aborted) {
      if (!this.network.online) {
        this.on.link("offline");
        await pause(Number.POSITIVE_INFINITY, this.network, signal);
        continue;
      }
      const code = await this.#listen(signal);
      if (signal.aborted) break;
      if (code === SIGNED_OUT || (await this.#sessionOver())) {
        this.stop();
        this.on.signedOut();
        break;
      }
      if (signal.aborted) break;
      this.on.link(this.network.online ? "lost" : "offline");
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

  /** Resolves with the close code when the socket has ended. */
  #listen(signal: AbortSignal): Promise<number> {
    return new Promise((resolve) => {
      const socket = this.api.stream();
      this.#socket = socket;
      const ended = (code: number) => {
        clearTimeout(handshake);
        unwatch();
        signal.removeEventListener("abort", abandon);
        resolve(code);
      };
      // Not when the other side has agreed to the end: without a network it never does.
      const abandon = () => {
        socket.close();
        ended(0);
      };
      const handshake = setTimeout(abandon, HANDSHAKE);
      const unwatch = this.network.onChange(() => {
        // A socket does not notice that the device went offline; the next write would, minutes later.
        if (!this.network.online) abandon();
      });
      signal.addEventListener("abort", abandon);
      socket.addEventListener("open", () => {
        clearTimeout(handshake);
        this.#backOff.reset();
        this.on.link("live");
      });
      socket.addEventListener("message", ({ data }) => {
        const event = parsed(data);
        if (event && this.#socket === socket && !signal.aborted) this.on.event(event);
      });
      socket.addEventListener("close", ({ code }) => ended(code));
    });
  }
}

function parsed(data: unknown): DeskEvent | null {
  try {
    return typeof data === "string" ? readDeskEvent(JSON.parse(data)) : null;
  } catch {
    return null;
  }
}
