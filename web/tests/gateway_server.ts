/** A small real server that answers and pushes as the gateway does, and can be cut, silenced and stopped as the real one cannot. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Message } from "../shared/api_readers.ts";
import type { NewTicket, State } from "../shared/api_types.ts";
import { PING } from "../shared/pulse.ts";
import { CutServer, push } from "./cut_server.ts";

interface Conversation {
  readonly messages: Message[];
  readonly answers: Map<string, Message[]>;
  readonly sockets: Set<WebSocket>;
  /** By `client_message_id`. */
  readonly tickets: Map<string, NewTicket>;
  /** What the customer told of their typing. */
  readonly typing: boolean[];
  readonly ratings: unknown[];
  /** As clients are told. */
  standing: { state: State; place?: number; wait_minutes?: number | null };
}

type Given = Pick<Message, "from" | "text"> & Partial<Message>;

interface Said {
  text?: string;
  button?: string;
  client_message_id?: string;
}

interface Mishap {
  readonly status: number;
  readonly kind: string;
  readonly retryAfter?: number;
  readonly message?: object;
}

type LeftTicket = NewTicket & { client_message_id: string };

export class GatewayServer extends CutServer {
  readonly requests: string[] = [];
  readonly conversations = new Map<string, Conversation>();
  socketsBlocked = false;
  /** What the next POST /v1/messages and /v1/ticket get instead of an answer. "lost": taken, but the answer never arrives. */
  readonly mishaps: ("lost" | Mishap)[] = [];
  /** What all that is asked with a token gets, or only this call, as long as it is there. */
  trouble: (Mishap & { call?: string }) | null = null;
  /** The languages in which the refusals were asked for. */
  readonly languages: string[] = [];
  /** Those that open nothing any more but another one. */
  readonly #expired = new Map<string, Conversation>();
  renewable = true;
  /** Runs between the answer to a message and its way out; the answer tells how things stood before. */
  answerSlowly: (() => Promise<void>) | null = null;
  /** With this the next message is answered: the conversation is erased, and this says so. */
  farewell: Partial<Message> | null = null;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "breachline.v1" });

  protected override upgrade(request: IncomingMessage, connection: Socket, head: Buffer): void {
    const offered = String(request.headers["sec-websocket-protocol"]).split(/,\s*/);
    const token = offered[1]?.replace(/^bearer\./, "") ?? "";
    const conversation = this.conversations.get(token);
    if (this.socketsBlocked || offered[0] !== "breachline.v1" || !conversation) return void connection.destroy();
    this.#sockets.handleUpgrade(request, connection, head, (socket) => {
      const after = Number(new URL(request.url ?? "", "http://x").searchParams.get("after") ?? 0);
      conversation.sockets.add(socket);
      socket.on("close", () => conversation.sockets.delete(socket));
      socket.on("message", (said) => String(said) === PING && push(socket, { type: "pong" }));
      for (const message of conversation.messages.slice(after)) push(socket, { type: "message", message });
      push(socket, { type: "state", ...conversation.standing });
    });
  }

  static async start(): Promise<GatewayServer> {
    const server = new GatewayServer();
    await server.listen();
    return server;
  }

  /** All tokens expire; who listens is told, unless the connection is torn first. */
  expire(): void {
    for (const [token, conversation] of this.conversations) {
      this.#expired.set(token, conversation);
      for (const socket of conversation.sockets) socket.close(4401);
    }
    this.conversations.clear();
  }

  /** Somebody says something in the newest conversation. */
  say(from: Message["from"], text: string, more: Partial<Message> = {}): void {
    this.#add(this.newest, { from, text, ...more });
  }

  /** The hand-off moves, and a notice says so, as the gateway's do. */
  notice(handoff: string, details: Record<string, unknown> = {}, more: Partial<Message> = {}): void {
    this.say("system", `[${handoff}]`, { topic: "handoff", details: { handoff, ...details }, ...more });
  }

  move(state: State, place?: number, wait_minutes?: number | null): void {
    this.newest.standing = { state, ...(place ? { place, wait_minutes: wait_minutes ?? null } : {}) };
    this.tell({ type: "state", ...this.newest.standing });
  }

  tell(event: unknown): void {
    for (const socket of this.newest.sockets) push(socket, event);
  }

  get newest(): Conversation {
    const newest = [...this.conversations.values()].at(-1);
    if (!newest) throw new Error("no conversation was begun");
    return newest;
  }

  #add(conversation: Conversation, given: Given): Message {
    const message: Message = {
      id: String(conversation.messages.length + 1),
      language: "fr",
      buttons: [],
      links: [],
      at: new Date().toISOString(),
      ...given,
    };
    conversation.messages.push(message);
    for (const socket of conversation.sockets) push(socket, { type: "message", message });
    return message;
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.origin);
    const call = `${request.method} ${url.pathname}`;
    this.requests.push(call);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (call === "POST /v1/conversations") return this.#begin(response);
    const token = String(request.headers.authorization).replace("Bearer ", "");
    if (this.trouble && (this.trouble.call ?? call) === call) {
      this.languages.push(String(request.headers["accept-language"]));
      return problem(response, this.trouble);
    }
    const expired = this.#expired.get(token);
    if (call === "POST /v1/token/renew") {
      if (!expired || !this.renewable) return problem(response, { status: 401, kind: "unauthorised" });
      const renewed = `renewed-${Math.random().toString(36).slice(2)}`;
      this.conversations.set(renewed, expired);
      return json(response, 200, { conversation_id: token, token: renewed, expires_at: new Date().toISOString() });
    }
    if (expired) return problem(response, { status: 401, kind: "unauthorised" });
    const conversation = this.conversations.get(token);
    if (!conversation) return problem(response, { status: 410, kind: "conversation-gone" });
    if (call === "POST /v1/messages") return this.#said(conversation, JSON.parse(body) as Said, response);
    if (call === "GET /v1/messages") {
      // Three at a time, so that "more" is lived with.
      const after = Number(url.searchParams.get("after") ?? 0);
      const messages = conversation.messages.slice(after, after + 3);
      const more = after + 3 < conversation.messages.length;
      return json(response, 200, { messages, state: conversation.standing.state, language: "fr", more });
    }
    if (call === "POST /v1/ticket") return this.#leftTicket(conversation, JSON.parse(body) as LeftTicket, response);
    if (call === "POST /v1/typing" || call === "POST /v1/rating") {
      if (call === "POST /v1/typing") conversation.typing.push(JSON.parse(body).on);
      else conversation.ratings.push(JSON.parse(body));
      response.writeHead(204).end();
      return;
    }
    if (call === "GET /v1/conversation/transcript") {
      response
        .writeHead(200, { "Content-Type": "text/plain" })
        .end(conversation.messages.map((m) => m.text).join("\n"));
      return;
    }
    if (call === "DELETE /v1/conversation") {
      this.conversations.delete(token);
      for (const socket of conversation.sockets) socket.close(4410);
      response.writeHead(204).end();
      return;
    }
    problem(response, { status: 404, kind: "not-found" });
  }

  #begin(response: ServerResponse): void {
    const token = `token-${this.conversations.size + 1}-${Math.random().toString(36).slice(2)}`;
    const conversation: Conversation = {
      messages: [],
      answers: new Map(),
      sockets: new Set(),
      tickets: new Map(),
      typing: [],
      ratings: [],
      standing: { state: "bot" },
    };
    this.conversations.set(token, conversation);
    const greeting = this.#add(conversation, { from: "bot", text: "Bonjour." });
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    json(response, 201, { conversation_id: token, token, expires_at, language: "fr", messages: [greeting] });
  }

  #said(conversation: Conversation, said: Said, response: ServerResponse): Promise<void> {
    const text = said.text ?? `button ${said.button}`;
    if (this.farewell) return this.#takeLeave(conversation, this.farewell, response);
    return this.#once(conversation, said.client_message_id ?? "", response, 200, (id) => {
      this.#add(conversation, { from: "customer", text, client_message_id: id });
      // A person answers when they can; after them the assistant does again.
      if (conversation.standing.state === "agent") return [];
      if (conversation.standing.state === "closed") this.move("bot");
      return [{ from: "bot", text: `Réponse à « ${text} »` }];
    });
  }

  /** As the real one: every stream is told and closed, often before the answer, which is kept nowhere. */
  async #takeLeave(conversation: Conversation, farewell: Partial<Message>, response: ServerResponse): Promise<void> {
    this.farewell = null;
    for (const [token, one] of this.conversations) if (one === conversation) this.conversations.delete(token);
    for (const socket of conversation.sockets) {
      push(socket, { type: "erased" });
      socket.close(4410);
    }
    await this.answerSlowly?.();
    if (this.mishaps.shift()) return void response.destroy();
    const said = {
      id: "99",
      from: "bot",
      text: "Tout est effacé.",
      language: "fr",
      details: { erased: true },
      ...farewell,
    };
    json(response, 200, { messages: [said], state: "closed", language: said.language });
  }

  #leftTicket(conversation: Conversation, left: LeftTicket, response: ServerResponse): Promise<void> {
    const { client_message_id, ...ticket } = left;
    return this.#once(conversation, client_message_id, response, 201, (id) => {
      conversation.tickets.set(id, ticket);
      return [{ from: "system", text: "[ticket_kept]", topic: "handoff", details: { handoff: "ticket_kept" } }];
    });
  }

  /** What comes twice under one id is done once and answered twice. */
  async #once(
    conversation: Conversation,
    id: string,
    response: ServerResponse,
    status: number,
    run: (id: string) => Given[],
  ): Promise<void> {
    const mishap = this.mishaps.shift();
    if (mishap && mishap !== "lost") {
      problem(response, mishap);
      return;
    }
    const answers = conversation.answers.get(id) ?? run(id).map((given) => this.#add(conversation, given));
    conversation.answers.set(id, answers);
    if (mishap === "lost") response.destroy();
    else {
      const answer = { messages: answers, state: conversation.standing.state, language: "fr" };
      await this.answerSlowly?.();
      json(response, status, answer);
    }
  }
}

function json(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "Content-Type": type }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, { status, kind, retryAfter, message }: Mishap): void {
  if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
  const document = { type: `urn:breachline:problem:${kind}`, title: kind, status, message };
  json(response, status, document, "application/problem+json");
}
