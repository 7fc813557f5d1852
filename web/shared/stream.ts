/** The customer's stream: it only receives, messages are sent by POST. */

import { readEvent, type StreamEvent } from "./api_readers.ts";
import type { Network } from "./network.ts";
import type { Liveness } from "./pulse.ts";
import { holdOpen, type SocketEvents, socketAddress } from "./socket.ts";

const PROTOCOL = "breachline.v1";

/** Resolves when the socket has ended: whether it had opened at all. */
export function listen(
  origin: string,
  token: string,
  after: string | null,
  signal: AbortSignal,
  network: Network,
  on: SocketEvents<StreamEvent>,
  liveness?: Liveness,
): Promise<{ opened: boolean }> {
  const open = () => {
    const address = socketAddress("/v1/stream", origin);
    if (after) address.searchParams.set("after", after);
    // Browsers cannot set headers on a socket, and an address ends up in logs: the token goes as a subprotocol.
    return new WebSocket(address, [PROTOCOL, `bearer.${token}`]);
  };
  return holdOpen(open, readEvent, signal, network, on, liveness);
}
