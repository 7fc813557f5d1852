/** A small real server that speaks the gateway's wire, and can be cut, silenced and stopped as the real one cannot. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { Message } from "../shared/wire.ts";

interface Conversation {
  readonly messages: Message[];
  readonly answers: Map<string, Message[]>;
  readonly sockets: Set<WebSocket>;
}

interface Said {
  text?: string;
  button?: string;
  client_message_id?: string;
}

export class GatewayServer {
  readonly requests: string[] = [];
  readonly conversations = new Map<string, Conversation>();
  socketsBlocked = false;
  /** What the next POST /v1/messages get instead of an answer. "lost": taken, but the answer never arrives. */
  readonly mishaps: ("lost" | { status: number; kind: string; retryAfter?: number })[] = [];
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "breachline.v1" });
  readonly #wires = new Set<Socket>();
  #port = 0;

  private constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#http.on("connection", (wire: Socket) => {
      this.#wires.add(wire);
      wire.on("close", () => this.#wires.delete(wire));
    });
    this.#http.on("upgrade", (request, wire: Socket, head) => {
      const offered = String(request.headers["sec-websocket-protocol"]).split(/,\s*/);
      const token = offered[1]?.replace(/^bearer\./, "") ?? "";
      const conversation = this.conversations.get(token);
      if (this.socketsBlocked || offered[0] !== "breachline.v1" || !conversation) return wire.destroy();
      this.#sockets.handleUpgrade(request, wire, head, (socket) => {
        const after = Number(new URL(request.url ?? "", "http://x").searchParams.get("after") ?? 0);
        conversation.sockets.add(socket);
        socket.on("close", () => conversation.sockets.delete(socket));
        for (const message of conversation.messages.slice(after)) push(socket, { type: "message", message });
        push(socket, { type: "state", state: "bot" });
      });
    });
  }

  static async start(): Promise<GatewayServer> {
    const server = new GatewayServer();
    await server.listen();
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#http.listen(this.#port, "127.0.0.1");
    await once(this.#http, "listening");
    this.#port = (this.#http.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (!this.#http.listening) return;
    this.#http.close();
    this.cut();
    await once(this.#http, "close");
  }

  /** Every wire is torn, as in a tunnel. */
  cut(): void {
    for (const wire of this.#wires) wire.destroy();
  }

  /** Somebody says something in the newest conversation. */
  say(from: Message["from"], text: string): void {
    this.#add(this.newest, { from, text });
  }

  tell(event: unknown): void {
    for (const socket of this.newest.sockets) push(socket, event);
  }

  get newest(): Conversation {
    const newest = [...this.conversations.values()].at(-1);
    if (!newest) throw new Error("no conversation was begun");
    return newest;
  }

  #add(conversation: Conversation, given: Pick<Message, "from" | "text"> & Partial<Message>): Message {
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

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.origin);
    const call = `${request.method} ${url.pathname}`;
    this.requests.push(call);
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (call === "POST /v1/conversations") return this.#begin(response);
    const token = String(request.headers.authorization).replace("Bearer ", "");
    const conversation = this.conversations.get(token);
    if (!conversation) return problem(response, 410, "conversation-gone");
    if (call === "POST /v1/messages") return this.#said(conversation, JSON.parse(body) as Said, response);
    if (call === "GET /v1/messages") {
      // Three at a time, so that "more" is lived with.
      const after = Number(url.searchParams.get("after") ?? 0);
      const messages = conversation.messages.slice(after, after + 3);
      const more = after + 3 < conversation.messages.length;
      return json(response, 200, { messages, state: "bot", language: "fr", more });
    }
    if (call === "DELETE /v1/conversation") {
      this.conversations.delete(token);
      for (const socket of conversation.sockets) socket.close(4410);
      response.writeHead(204).end();
      return;
    }
    problem(response, 404, "not-found");
  }

  #begin(response: ServerResponse): void {
    const token = `token-${this.conversations.size + 1}-${Math.random().toString(36).slice(2)}`;
    const conversation: Conversation = { messages: [], answers: new Map(), sockets: new Set() };
    this.conversations.set(token, conversation);
    const greeting = this.#add(conversation, { from: "bot", text: "Bonjour." });
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    json(response, 201, { conversation_id: token, token, expires_at, language: "fr", messages: [greeting] });
  }

  #said(conversation: Conversation, said: Said, response: ServerResponse): void {
    const mishap = this.mishaps.shift();
    if (mishap && mishap !== "lost") {
      problem(response, mishap.status, mishap.kind, mishap.retryAfter);
      return;
    }
    const id = said.client_message_id ?? "";
    let answers = conversation.answers.get(id);
    if (!answers) {
      const text = said.text ?? `button ${said.button}`;
      this.#add(conversation, { from: "customer", text, client_message_id: id });
      answers = [this.#add(conversation, { from: "bot", text: `Réponse à « ${text} »` })];
      conversation.answers.set(id, answers);
    }
    if (mishap === "lost") response.destroy();
    else json(response, 200, { messages: answers, state: "bot", language: "fr" });
  }
}

function push(socket: WebSocket, event: unknown): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
}

function json(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "Content-Type": type }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, kind: string, retryAfter?: number): void {
  if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
  json(response, status, { type: `urn:breachline:problem:${kind}`, title: kind, status }, "application/problem+json");
}
