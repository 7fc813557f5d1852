/** An agent's tab without a screen: a connection with a cookie of its own, whose network the test switches. */
import { WebSocket } from "ws";
import { deskAt, type Transport } from "../desk/desk_api.ts";
import { DeskClient } from "../desk/desk_client.ts";
import type { ConversationDrafts, DeskDrafts, Draft } from "../desk/desk_drafts.ts";
import type { NewsCame } from "../desk/desk_snapshot.ts";
import type { News } from "../desk/news.ts";
import type { Seen } from "../desk/seen.ts";
import type { Message } from "../shared/api_readers.ts";
import { backOff } from "../shared/back_off.ts";
import type { Unsent } from "../shared/drafts.ts";
import type { Arrived } from "../shared/snapshot.ts";
import { quickLiveness, SwitchedNetwork } from "./customer.ts";

/** What a browser does with the session's cookie. */
function browser(): Transport {
  let cookie = "";
  return {
    async fetch(address, options) {
      const headers = { ...(options.headers as Record<string, string>), Cookie: cookie };
      const response = await fetch(address, { ...options, headers });
      cookie = response.headers.get("Set-Cookie")?.split(";")[0] ?? cookie;
      return response;
    },
    socket(address) {
      const socket = new WebSocket(address, { headers: { Cookie: cookie } });
      socket.on("error", () => {});
      return socket as unknown as globalThis.WebSocket;
    },
  };
}

export function memoryDeskDrafts(): DeskDrafts & { readonly kept: Map<string, ConversationDrafts> } {
  const kept = new Map<string, ConversationDrafts>();
  let owner: string | null = null;
  const drafts = (): Draft => ({ text: "", unsent: [] as readonly Unsent[] });
  return {
    kept,
    openId: null,
    of(id) {
      const found = kept.get(id) ?? { reply: drafts(), note: drafts() };
      kept.set(id, found);
      return found;
    },
    keepOnlyOf(agentId) {
      if (agentId === null || owner !== agentId) kept.clear();
      owner = agentId;
    },
  };
}

export function memorySeen(): Seen {
  const seen = new Map<string, string>();
  return {
    at: (id) => seen.get(id) ?? "",
    mark(id, at) {
      if ((seen.get(id) ?? "") >= at) return false;
      seen.set(id, at);
      return true;
    },
    keepOnly(ids) {
      for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
    },
  };
}

export function agent(origin: string, transport = browser(), drafts = memoryDeskDrafts()) {
  const network = new SwitchedNetwork();
  const client = new DeskClient({
    api: deskAt(origin, transport),
    network,
    drafts,
    seen: memorySeen(),
    pace: () => backOff(5, 30),
    liveness: quickLiveness,
  });
  const news: News[] = [];
  const arrived: Message[] = [];
  client.addEventListener("news", (event) => news.push(...(event as NewsCame).news));
  client.addEventListener("arrived", (event) => arrived.push(...(event as Arrived).messages));
  return {
    client,
    network,
    transport,
    drafts,
    news,
    arrived,
    /** What is said in the conversation on the screen. */
    texts: () => client.snapshot.open?.messages.map(({ text }) => text) ?? [],
  };
}

export const PASSWORD = "correct horse battery";
