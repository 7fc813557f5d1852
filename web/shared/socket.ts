/** One WebSocket, from its opening to its end: it also ends when the device goes offline or the other side falls silent. */
import type { Network } from "./network.ts";
import { LIVENESS, type Liveness, Pulse } from "./pulse.ts";

/** A proxy that swallows the handshake must not keep us waiting. */
const HANDSHAKE = 6_000;

export interface SocketEvents<Told> {
  opened(): void;
  event(event: Told): void;
}

export interface Ended {
  readonly opened: boolean;
  /** 0 when it was us who left, when nobody answered any more, or when it never opened. */
  readonly code: number;
}

export function socketAddress(path: string, origin: string): URL {
  const address = new URL(path, origin);
  address.protocol = address.protocol === "http:" ? "ws:" : "wss:";
  return address;
}

/** Resolves when the socket has ended; `read` understands what comes, or says `null` to leave it. */
export function holdOpen<Told>(
  open: () => WebSocket,
  read: (value: unknown) => Told | null,
  signal: AbortSignal,
  network: Network,
  on: SocketEvents<Told>,
  liveness: Liveness = LIVENESS,
): Promise<Ended> {
  return new Promise((resolve) => {
    let opened = false;
    let socket: WebSocket;
    try {
      socket = open();
    } catch {
      return resolve({ opened, code: 0 }); // forbidden by the page's policy
    }
    const ended = (code: number) => {
      clearTimeout(handshake);
      pulse.stop();
      unwatch();
      signal.removeEventListener("abort", leave);
      resolve({ opened, code });
    };
    // Not when the other side has agreed to the end: without a network it never does.
    const leave = () => {
      socket.close();
      ended(0);
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
      on.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      pulse.heard();
      const event = parsed(data, read);
      if (event !== null && !signal.aborted) on.event(event);
    });
    socket.addEventListener("close", ({ code }) => ended(code));
    if (signal.aborted) leave();
  });
}

function parsed<Told>(data: unknown, read: (value: unknown) => Told | null): Told | null {
  try {
    return typeof data === "string" ? read(JSON.parse(data)) : null;
  } catch {
    return null;
  }
}
