/** A customer's tab without a screen: a connection whose network the test switches, and whose waits are short. */
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { apiAt } from "../shared/api.ts";
import { backOff } from "../shared/back_off.ts";
import { ChatClient } from "../shared/chat_client.ts";
import type { Drafts, Unsent } from "../shared/drafts.ts";
import { memoryKeeper } from "../shared/keeper.ts";
import type { Network } from "../shared/network.ts";
import type { Parts } from "../shared/parts.ts";
import type { Arrived } from "../shared/snapshot.ts";

/** As in a browser: an error that nobody listens to ends the socket, and not the program. */
class BrowserWebSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols);
    this.on("error", () => {});
  }
}

// Node's own came later than the oldest Node that builds this.
Object.assign(globalThis, { WebSocket: BrowserWebSocket });

export const quickLiveness = { every: 40, patience: 40 };
export const quickPace = { poll: 15, retrySocket: 60_000, backOff: () => backOff(5, 30) };

export class SwitchedNetwork implements Network {
  online = true;
  readonly #heard = new Set<() => void>();

  onChange(heard: () => void): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  go(online: boolean): void {
    this.online = online;
    for (const heard of [...this.#heard]) heard();
  }
}

export function memoryDrafts(unsent: readonly Unsent[] = []): Drafts {
  return { text: "", unsent, ticket: null };
}

export function customer(origin: string, parts: Partial<Parts> = {}) {
  const network = new SwitchedNetwork();
  const client = new ChatClient({
    api: apiAt(origin),
    keeper: memoryKeeper(),
    drafts: memoryDrafts(),
    network,
    client: "web",
    language: "fr",
    pace: quickPace,
    ...parts,
  });
  const told: string[] = [];
  client.addEventListener("arrived", (event) => {
    told.push(...(event as Arrived).messages.map(({ text }) => text));
  });
  return { client, network, told, texts: () => client.snapshot.messages.map(({ text }) => text) };
}

/** Waits for a condition, and fails with what it was when it does not come. */
export async function until(condition: () => boolean, patience = 5_000): Promise<void> {
  const end = performance.now() + patience;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never came true: ${condition}`);
    await delay(3);
  }
}
