/** A real HTTP server whose connections can be cut and silenced as a real one's cannot. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocket } from "ws";

export abstract class CutServer {
  readonly #http: Server;
  readonly #open = new Set<Socket>();
  #port: number;

  constructor(port = 0) {
    this.#port = port;
    this.#http = createServer((request, response) => void this.answer(request, response));
    this.#http.on("connection", (socket: Socket) => {
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
    });
    this.#http.on("upgrade", (request, socket: Socket, head) => this.upgrade(request, socket, head));
  }

  protected abstract answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  protected abstract upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;

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

  /** Every connection is torn, as in a tunnel. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  /** The connections that are open stay so, and nothing passes them any more; new ones work. */
  swallow(): void {
    for (const socket of this.#open) {
      socket.pause();
      socket.cork();
    }
  }
}

export function push(socket: WebSocket, event: unknown): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
}
