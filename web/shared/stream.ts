/** One WebSocket to the gateway, from its opening to its end. It only receives: messages are sent by POST. */
import { readEvent, type StreamEvent } from "./wire.ts";

const PROTOCOL = "breachline.v1";
/** A proxy that swallows the handshake must not keep us waiting. */
const HANDSHAKE = 6_000;

/** Resolves when the socket has ended: whether it had opened at all. */
export function listen(
  origin: string,
  token: string,
  after: string | null,
  signal: AbortSignal,
  on: { opened(): void; event(event: StreamEvent): void },
): Promise<{ opened: boolean }> {
  return new Promise((resolve) => {
    let opened = false;
    let socket: WebSocket;
    try {
      const address = new URL("/v1/stream", origin);
      address.protocol = address.protocol === "http:" ? "ws:" : "wss:";
      if (after) address.searchParams.set("after", after);
      // Browsers cannot set headers on a socket, and an address ends up in logs: the token goes as a subprotocol.
      socket = new WebSocket(address, [PROTOCOL, `bearer.${token}`]);
    } catch {
      return resolve({ opened: false }); // forbidden by the page's policy
    }
    const ended = () => {
      clearTimeout(handshake);
      signal.removeEventListener("abort", end);
      resolve({ opened });
    };
    // Not when the other side has agreed to the end: without a network it never does.
    const end = () => {
      socket.close();
      ended();
    };
    const handshake = setTimeout(end, HANDSHAKE);
    signal.addEventListener("abort", end);
    socket.addEventListener("open", () => {
      clearTimeout(handshake);
      opened = true;
      on.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      const event = parsed(data);
      if (event && !signal.aborted) on.event(event);
    });
    socket.addEventListener("close", ended);
    if (signal.aborted) end();
  });
}

function parsed(data: unknown): StreamEvent | null {
  try {
    return typeof data === "string" ? readEvent(JSON.parse(data)) : null;
  } catch {
    return null;
  }
}
