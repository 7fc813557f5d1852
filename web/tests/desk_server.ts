/** A small real server with a board in memory that answers and pushes as the desk's does, and can be cut as the real one cannot. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Case, DeskEvent, Message, Note } from "../shared/api_types.ts";
import { CutServer, push } from "./cut_server.ts";
import { type DeskAgent, DeskBoard, type DeskConversation } from "./desk_board.ts";

interface Watcher {
  readonly socket: WebSocket;
  readonly agent: DeskAgent;
  readonly session: string;
  readonly watching: Set<string>;
}

/** What a route answers: a status and perhaps a body. */
type Answer = readonly [status: number, body?: unknown];

class Problem extends Error {
  readonly status: number;
  readonly kind: string;
  readonly retryAfter: number | undefined;

  constructor(status: number, kind: string, retryAfter?: number) {
    super(kind);
    this.status = status;
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

export class DeskServer extends CutServer {
  readonly board = new DeskBoard();
  readonly requests: string[] = [];
  /** What agents told over the stream. */
  readonly told: unknown[] = [];
  readonly replies: unknown[] = [];
  report: unknown = { waits: {}, now: {} };
  ways = { password: true, openid: null as string | null, agents: true };
  /** What the next replies get instead of an answer. "lost": taken, but the answer never arrives. */
  readonly mishaps: ("lost" | { status: number; kind: string; retryAfter?: number })[] = [];
  /** Whoever is not the API's: the built pages, when somebody looks at the desk in a browser. */
  page: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => {
    response.writeHead(404).end();
  };
  readonly #sessions = new Map<string, DeskAgent>();
  #wrong = 0;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #watchers = new Set<Watcher>();

  private constructor(port: number) {
    super(port);
    this.board.changed = (id, messages, notes) => this.#tell(id, messages ?? [], notes ?? []);
  }

  protected override upgrade(request: IncomingMessage, connection: Socket, head: Buffer): void {
    const session = sessionOf(request);
    const agent = this.#sessions.get(session);
    if (!agent || request.url !== "/v1/desk/stream") return void connection.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
    this.#sockets.handleUpgrade(request, connection, head, (socket) => this.#welcome(socket, agent, session));
  }

  static async start(port = 0): Promise<DeskServer> {
    const server = new DeskServer(port);
    await server.listen();
    return server;
  }

  get streams(): number {
    return this.#watchers.size;
  }

  /** Everybody is signed out, as after a restart with another secret. */
  endSessions(): void {
    this.#sessions.clear();
    for (const { socket } of this.#watchers) socket.close(4401);
  }

  /** The customer of `id` begins or stops typing. */
  type(id: string, on: boolean): void {
    for (const { socket, watching } of this.#watchers)
      if (watching.has(id)) push(socket, { type: "typing", conversation_id: id, on });
  }

  #welcome(socket: WebSocket, agent: DeskAgent, session: string): void {
    const watcher: Watcher = { socket, agent, session, watching: new Set() };
    this.#watchers.add(watcher);
    socket.on("close", () => this.#watchers.delete(watcher));
    socket.on("message", (data) => {
      const said = JSON.parse(String(data)) as { type: string; conversation_id: string; after?: string };
      if (said.type === "ping") return push(socket, { type: "pong" });
      this.told.push(said);
      const conversation = this.board.conversations.get(said.conversation_id);
      if (said.type === "unwatch") watcher.watching.delete(said.conversation_id);
      if (said.type !== "watch" || !conversation) return;
      if (said.after === null) return socket.close(1008);
      watcher.watching.add(said.conversation_id);
      // As the real one does: what came, and all notes.
      push(socket, this.#came(conversation, conversation.messages.slice(Number(said.after ?? 0)), conversation.notes));
    });
    push(socket, { type: "board", board: this.board.for(agent) });
  }

  #tell(id: string | null, messages: readonly Message[], notes: DeskConversation["notes"]) {
    const conversation = id === null ? undefined : this.board.conversations.get(id);
    for (const { socket, agent, watching } of this.#watchers) {
      push(socket, { type: "board", board: this.board.for(agent) });
      if (conversation && watching.has(conversation.id)) push(socket, this.#came(conversation, messages, notes));
    }
  }

  #came(conversation: DeskConversation, messages: readonly Message[], notes: DeskConversation["notes"]): DeskEvent {
    const { id, state } = conversation;
    return { type: "conversation", conversation_id: id, state, messages, notes: this.#notes(notes) };
  }

  #notes(notes: DeskConversation["notes"]): Note[] {
    return notes.map((note) => ({ ...note, agent: this.board.person(note.agent) }));
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.origin);
    if (!url.pathname.startsWith("/v1/desk/")) return this.page(request, response);
    const path = url.pathname.slice("/v1/desk/".length);
    this.requests.push(`${request.method} ${path}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>) : {};
    try {
      if (request.method !== "GET" && request.headers["x-breachline-desk"] !== "1")
        throw new Problem(403, "not-allowed");
      const [status, answer] = this.#route(`${request.method} ${path}`, body, request, response);
      if (status > 0) json(response, status, answer);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.retryAfter !== undefined) response.setHeader("Retry-After", String(error.retryAfter));
      const type = `urn:breachline:problem:${error.kind}`;
      json(response, error.status, { type, title: error.kind, status: error.status }, "application/problem+json");
    }
  }

  #route(call: string, body: Record<string, unknown>, request: IncomingMessage, response: ServerResponse): Answer {
    if (call === "GET sign-in") return [200, this.ways];
    if (call === "POST session") return this.#signIn(body, response);
    const session = sessionOf(request);
    const agent = this.#sessions.get(session);
    if (!agent) throw new Problem(401, "not-signed-in");
    if (call === "GET session") return [200, { agent: this.board.toJson(agent) }];
    if (call === "DELETE session") {
      this.#sessions.delete(session);
      for (const watcher of this.#watchers) if (watcher.session === session) watcher.socket.close(4401);
      return [204];
    }
    if (call === "PUT presence") {
      agent.presence = body["presence"] as "online";
      this.board.changed(null);
      return [204];
    }
    if (call === "GET replies") return [200, { replies: this.replies }];
    if (call === "GET tickets") {
      const tickets = this.board.tickets.map((ticket) => ({ ...ticket, state: ticket.done_by ? "done" : "open" }));
      return [200, { tickets }];
    }
    if (call === "GET report") {
      if (agent.role !== "supervisor") throw new Problem(403, "not-allowed");
      return [200, this.report];
    }
    const [, done] = /^POST tickets\/(\d+)\/done$/.exec(call) ?? [];
    if (done) {
      const ticket = this.board.tickets.find(({ id }) => String(id) === done);
      if (ticket) ticket.done_by = agent.display_name;
      this.board.changed(null);
      return [204];
    }
    const [, method = "", id = "", move = ""] = /^(\w+) conversations\/([^/]+)\/?(\w*)$/.exec(call) ?? [];
    const conversation = this.board.conversations.get(id);
    if (!conversation) throw new Problem(404, "unknown-conversation");
    return this.#move(`${method} ${move}`.trim(), conversation, agent, body, response);
  }

  #signIn(body: Record<string, unknown>, response: ServerResponse): Answer {
    if (this.#wrong >= 5) throw new Problem(429, "locked-out", 900);
    const agent = this.board.agents.find(({ name }) => name === body["name"]);
    if (!agent || agent.password !== body["password"]) {
      this.#wrong += 1;
      throw new Problem(401, "wrong-credentials");
    }
    if (agent.code !== undefined && body["code"] !== agent.code) {
      throw new Problem(403, body["code"] === undefined ? "second-factor-needed" : "second-factor-wrong");
    }
    this.#wrong = 0;
    const session = Math.random().toString(36).slice(2);
    this.#sessions.set(session, agent);
    response.setHeader("Set-Cookie", `breachline_desk=${session}; HttpOnly; SameSite=Strict; Path=/v1/desk`);
    return [200, { agent: this.board.toJson(agent) }];
  }

  #move(
    move: string,
    conversation: DeskConversation,
    agent: DeskAgent,
    body: Record<string, unknown>,
    response: ServerResponse,
  ): Answer {
    const { id, state, holder } = conversation;
    const mine = holder === agent.id;
    if (move === "GET") {
      const speaks = conversation.languages.some((language) => agent.languages.includes(language));
      if (!(mine || agent.role === "supervisor" || (state === "waiting" && speaks)))
        throw new Problem(403, "not-allowed");
      return [200, this.#whole(conversation)];
    }
    if (move === "POST take") {
      if (state === "agent" && !mine && !body["over"]) throw new Problem(409, "already-taken");
      if (state === "bot" || state === "closed") throw new Problem(409, "wrong-state");
      this.board.hold(id, agent.id);
      this.board.say(id, "system", `${agent.display_name} vous répond.`, {
        topic: "handoff",
        details: { handoff: "taken" },
      });
      return [200, this.#whole(conversation)];
    }
    if (!mine && agent.role !== "supervisor") throw new Problem(403, "not-allowed");
    switch (move) {
      case "POST messages":
        return this.#say(conversation, agent, body, response);
      case "POST notes": {
        const note = this.board.note(id, agent.id, String(body["text"]));
        return [201, { note: { ...note, agent: this.board.person(agent.id) } }];
      }
      case "POST transfer": {
        if (body["note"]) this.board.note(id, agent.id, String(body["note"]));
        this.board.hold(id, (body["to"] as string | null) ?? null);
        return [204];
      }
      case "POST return":
        this.board.end(id, "bot");
        return [204];
      case "POST close":
        this.board.end(id, "closed", String(body["reason"]));
        return [204];
      default:
        throw new Problem(404, "not-found");
    }
  }

  #say(
    conversation: DeskConversation,
    agent: DeskAgent,
    body: Record<string, unknown>,
    response: ServerResponse,
  ): Answer {
    const mishap = this.mishaps.shift();
    if (mishap && mishap !== "lost") throw new Problem(mishap.status, mishap.kind, mishap.retryAfter);
    if (conversation.state !== "agent") throw new Problem(409, "wrong-state");
    const key = String(body["client_message_id"]);
    const known = conversation.sent.get(key);
    const details = { agent: agent.display_name };
    const message = known ?? this.board.say(conversation.id, "agent", String(body["text"]), { details });
    conversation.sent.set(key, message);
    if (mishap === "lost") {
      response.destroy();
      return [0];
    }
    return [201, { message }];
  }

  #whole(conversation: DeskConversation): Case {
    const { id, holder, notes, help, sent: _, reason: __, topic: ___, languages: ____, ...rest } = conversation;
    const agent = holder === null ? null : this.board.person(holder);
    const helped = help
      ? { help: { ...help, lines: help.lines.map((line) => ({ ...line, url: line.url ?? "" })) } }
      : {};
    return { ...rest, ...helped, conversation_id: id, agent, notes: this.#notes(notes), rating: null };
  }
}

function sessionOf(request: IncomingMessage): string {
  return /breachline_desk=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
}

function json(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "Content-Type": type }).end(body === undefined ? "" : JSON.stringify(body));
}
