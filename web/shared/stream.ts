/** A WebSocket that is opened again after each break, until it is stopped. */
import { type BackOff, backOff } from "./back_off.ts";
import { type Network, pause } from "./network.ts";
import { LIVENESS, type Liveness, Pulse } from "./pulse.ts";

/** `live`: pushed; `polling`: asked for; `lost`: the gateway cannot be reached; `offline`: the device has no network. */
export type StreamState = "connecting" | "live" | "polling" | "lost" | "offline";

export interface Ended {
  readonly opened: boolean;
  /** 0 when it was us who left, when nobody answered any more, or when it never opened. */
  readonly code: number;
}

export interface StreamParts<Pushed> {
  open(): WebSocket;
  /** Understands what comes, or says `null` to leave it. */
  read(value: unknown): Pushed | null;
  readonly network: Network;
  readonly backOff?: BackOff;
  readonly liveness?: Liveness;
  state(state: StreamState): void;
  event(event: Pushed): void;
  /** What is to be done before another is opened. */
  ended(ended: Ended): Promise<"wait" | "at once">;
}

/** A proxy that swallows the handshake must not keep us waiting. */
const HANDSHAKE = 6_000;

export function streamAddress(path: string, origin: string): URL {
  const address = new URL(path, origin);
  address.protocol = address.protocol === "http:" ? "ws:" : "wss:";
  return address;
}

export class Stream<Pushed> {
  readonly #stopped = new AbortController();
  readonly #parts: StreamParts<Pushed>;
  readonly #backOff: BackOff;
  #socket: WebSocket | null = null;

  constructor(parts: StreamParts<Pushed>) {
    this.#parts = parts;
    this.#backOff = parts.backOff ?? backOff();
    void this.#run();
  }

  stop(): void {
    this.#stopped.abort();
  }

  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  /** Sent when the socket is open and else forgotten. */
  send(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /** What was tried works again: the next failure starts small. */
  recovered(): void {
    this.#backOff.reset();
  }

  async #run(): Promise<void> {
    const { network, state, ended } = this.#parts;
    const { signal } = this;
    state("connecting");
    while (!signal.aborted) {
      if (!network.online) {
        state("offline");
        await pause(Number.POSITIVE_INFINITY, network, signal);
        continue;
      }
      const end = await this.#untilEnded();
      if (signal.aborted || !network.online) continue;
      if ((await ended(end)) === "wait") await pause(this.#backOff.next(), network, signal);
    }
  }

  /** One socket: it also ends when the device goes offline or the other side falls silent. */
  #untilEnded(): Promise<Ended> {
    const { open, read, network, state, event, liveness = LIVENESS } = this.#parts;
    const { signal } = this;
    return new Promise((resolve) => {
      let opened = false;
      let socket: WebSocket;
      try {
        socket = open();
      } catch {
        return resolve({ opened, code: 0 }); // forbidden by the page's policy
      }
      this.#socket = socket;
      const done = (code: number) => {
        clearTimeout(handshake);
        pulse.stop();
        unwatch();
        signal.removeEventListener("abort", leave);
        resolve({ opened, code });
      };
      // Not when the other side has agreed to the end: without a network it never does.
      const leave = () => {
        socket.close();
        done(0);
      };
      const handshake = setTimeout(leave, HANDSHAKE);
      const pulse = new Pulse(socket, leave, liveness);
      // A socket does not notice that the device went offline; the next write would, minutes later.
      const unwatch = network.onChange(() => {
        if (!network.online) leave();
        else if (opened) pulse.ask();
      });
      signal.addEventListener("abort", leave);
      socket.addEventListener("open", () => {
        clearTimeout(handshake);
        opened = true;
        pulse.heard();
        this.recovered();
        state("live");
      });
      socket.addEventListener("message", ({ data }) => {
        pulse.heard();
        const pushed = parsed(data, read);
        if (pushed !== null && !signal.aborted) event(pushed);
      });
      socket.addEventListener("close", ({ code }) => done(code));
      if (signal.aborted) leave();
    });
  }
}

function parsed<Pushed>(data: unknown, read: (value: unknown) => Pushed | null): Pushed | null {
  try {
    return typeof data === "string" ? read(JSON.parse(data)) : null;
  } catch {
    return null;
  }
}
