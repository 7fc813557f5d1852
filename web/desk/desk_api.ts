/** The desk's HTTP calls, one function each. What goes wrong comes out as `Refused` or `Unreachable`. */
import type { Message } from "../shared/api_readers.ts";
import type {
  ClosingReason,
  Credentials,
  NewClose,
  NewNote,
  NewPresence,
  NewReply,
  NewTake,
  NewTransfer,
} from "../shared/api_types.ts";
import { type Fetch, request, understood } from "../shared/request.ts";
import { streamAddress } from "../shared/stream.ts";
import type { Agent, CannedReply, Case, Note, Report, SignInWays, Ticket } from "./desk_readers.ts";
import {
  readCase,
  readNoted,
  readReplies,
  readReport,
  readSent,
  readSession,
  readSignInWays,
  readTickets,
} from "./desk_readers.ts";

/** The browser's own, which carry the session's cookie by themselves. */
export interface Transport {
  readonly fetch: Fetch;
  socket(address: URL): WebSocket;
}

const BROWSER: Transport = {
  fetch: (address, options) => fetch(address, options),
  socket: (address) => new WebSocket(address),
};

export interface DeskApi {
  stream(): WebSocket;
  ways(): Promise<SignInWays>;
  session(): Promise<Agent>;
  signIn(name: string, password: string, code: string | null): Promise<Agent>;
  signOut(): Promise<void>;
  setPresence(presence: NewPresence["presence"]): Promise<void>;
  conversation(id: string): Promise<Case>;
  take(id: string, over: boolean): Promise<Case>;
  reply(id: string, text: string, clientMessageId: string): Promise<Message>;
  note(id: string, text: string): Promise<Note>;
  transfer(id: string, to: string | null, note: string | null): Promise<void>;
  giveBack(id: string): Promise<void>;
  close(id: string, reason: ClosingReason): Promise<void>;
  tickets(): Promise<readonly Ticket[]>;
  ticketDone(id: string): Promise<void>;
  replies(): Promise<readonly CannedReply[]>;
  report(hours: number): Promise<Report>;
}

export function deskAt(origin: string, transport: Transport = BROWSER): DeskApi {
  // Another site cannot make a browser send this header: it shows that the change comes from our own page.
  const ours = { "X-Breachline-Desk": "1" };
  const call = (method: string, path: string, body?: unknown) =>
    request(
      `${origin}/v1/desk${path}`,
      { method, headers: { ...inPageLanguage(), ...(method === "GET" ? {} : ours) }, credentials: "same-origin" },
      body,
      transport.fetch,
    );
  const at = (id: string, rest = "") => `/conversations/${encodeURIComponent(id)}${rest}`;

  return {
    stream: () => transport.socket(streamAddress("/v1/desk/stream", origin)),
    ways: async () => understood(readSignInWays, await call("GET", "/sign-in")),
    session: async () => understood(readSession, await call("GET", "/session")),
    signIn: async (name, password, code) =>
      understood(
        readSession,
        await call("POST", "/session", { name, password, ...(code === null ? {} : { code }) } satisfies Credentials),
      ),
    signOut: async () => void (await call("DELETE", "/session")),
    setPresence: async (presence) => void (await call("PUT", "/presence", { presence } satisfies NewPresence)),
    conversation: async (id) => understood(readCase, await call("GET", at(id))),
    take: async (id, over) => understood(readCase, await call("POST", at(id, "/take"), { over } satisfies NewTake)),
    reply: async (id, text, client_message_id) =>
      understood(readSent, await call("POST", at(id, "/messages"), { text, client_message_id } satisfies NewReply)),
    note: async (id, text) => understood(readNoted, await call("POST", at(id, "/notes"), { text } satisfies NewNote)),
    transfer: async (id, to, note) =>
      void (await call("POST", at(id, "/transfer"), { to, note } satisfies NewTransfer)),
    giveBack: async (id) => void (await call("POST", at(id, "/return"))),
    close: async (id, reason) => void (await call("POST", at(id, "/close"), { reason } satisfies NewClose)),
    tickets: async () => understood(readTickets, await call("GET", "/tickets")),
    ticketDone: async (id) => void (await call("POST", `/tickets/${encodeURIComponent(id)}/done`)),
    replies: async () => understood(readReplies, await call("GET", "/replies")),
    report: async (hours) => understood(readReport, await call("GET", `/report?hours=${hours}`)),
  };
}

/** The agent may read the desk in another language than the browser's own. */
function inPageLanguage(): Record<string, string> {
  const language = typeof document === "undefined" ? "" : document.documentElement.lang;
  return language ? { "Accept-Language": language } : {};
}
