/** The customer's stream: it only receives, messages are sent by POST. */
import type { Network } from "./network.ts";
import type { Liveness } from "./pulse.ts";
import { type Ended, holdOpen, type SocketEvents, socketAddress } from "./socket.ts";
import { readEvent, type StreamEvent } from "./wire.ts";

const PROTOCOL = "breachline.v1";

/** Resolves when the socket has ended. */
export function listen(
  origin: string,
  token: string,
  after: string | null,
  signal: AbortSignal,
  network: Network,
  on: SocketEvents<StreamEvent>,
  liveness?: Liveness,
): Promise<Ended> {
  const open = () => {
    const address = socketAddress("/v1/stream", origin);
    if (after) address.searchParams.set("after", after);
    // Browsers cannot set headers on a socket, and an address ends up in logs: the token goes as a subprotocol.
    return new WebSocket(address, [PROTOCOL, `bearer.${token}`]);
  };
  return holdOpen(open, readEvent, signal, network, on, liveness);
}
