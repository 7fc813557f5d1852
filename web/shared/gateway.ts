/** The gateway's HTTP calls, one function each. What goes wrong comes out as one of two errors. */
import type { Language } from "./languages.ts";
import { type Answer, type Client, type Opened, type Outgoing, readAnswer, readOpened, type Ticket } from "./wire.ts";

/** Nobody answered, or what answered was not the gateway: worth trying again. */
export class Unreachable extends Error {}

/** The gateway answered, and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    /** The problem's kind, the end of its `type`. */
    readonly kind: string,
    /** Seconds the gateway asks us to wait, if it does. */
    readonly retryAfter: number | null,
  ) {
    super(`refused with ${status} ${kind}`);
  }

  /** The conversation is over: its token expired, or it was erased. */
  get gone(): boolean {
    return this.status === 401 || this.kind === "conversation-gone";
  }

  /** The button is no more: it expired, or belongs to another conversation. */
  get buttonOver(): boolean {
    return this.kind === "button-expired" || this.kind === "unknown-button";
  }

  /** The same request may be taken later. */
  get passing(): boolean {
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export interface Gateway {
  readonly origin: string;
  open(language: Language, client: Client): Promise<Opened>;
  send(token: string, outgoing: Outgoing, clientMessageId: string): Promise<Answer>;
  since(token: string, after: string | null): Promise<Answer>;
  /** A message for a person who is not there, and the number to call back. */
  leaveTicket(token: string, ticket: Ticket, clientMessageId: string): Promise<Answer>;
  /** The customer is typing, or has stopped. */
  typing(token: string, on: boolean): Promise<void>;
  erase(token: string): Promise<void>;
  rate(token: string, stars: number, comment: string): Promise<void>;
  transcript(token: string): Promise<Blob>;
}

/** Longer than the gateway's own deadline for an answer, which is under five seconds. */
export const PATIENCE = 12_000;

export function gatewayAt(origin: string): Gateway {
  async function call(
    method: string,
    path: string,
    token: string | null,
    body?: unknown,
    accept = "application/json",
  ): Promise<Response> {
    const headers: Record<string, string> = { Accept: accept };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    try {
      response = await fetch(origin + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      throw new Unreachable(String(error));
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }

  return {
    origin,
    async open(language, client) {
      return understood(readOpened, await call("POST", "/v1/conversations", null, { language, client }));
    },
    async send(token, outgoing, clientMessageId) {
      const body = { ...outgoing, client_message_id: clientMessageId };
      return understood(readAnswer, await call("POST", "/v1/messages", token, body));
    },
    async since(token, after) {
      const query = after ? `?after=${encodeURIComponent(after)}` : "";
      return understood(readAnswer, await call("GET", `/v1/messages${query}`, token));
    },
    async leaveTicket(token, ticket, clientMessageId) {
      const body = { ...ticket, client_message_id: clientMessageId };
      return understood(readAnswer, await call("POST", "/v1/ticket", token, body));
    },
    async typing(token, on) {
      await call("POST", "/v1/typing", token, { on });
    },
    async erase(token) {
      await call("DELETE", "/v1/conversation", token);
    },
    async rate(token, stars, comment) {
      await call("POST", "/v1/rating", token, comment ? { stars, comment } : { stars });
    },
    async transcript(token) {
      const response = await call("GET", "/v1/conversation/transcript", token, undefined, "text/plain");
      return response.blob();
    },
  };
}

export async function understood<T>(read: (value: unknown) => T | null, response: Response): Promise<T> {
  // A hotel's login page answers 200 with HTML: not our gateway, so try again later.
  const value = read(await response.json().catch(() => null));
  if (value === null) throw new Unreachable("not an answer of the gateway");
  return value;
}

export async function refusal(response: Response): Promise<Refused> {
  const problem: unknown = await response.json().catch(() => null);
  const type = typeof problem === "object" && problem !== null && "type" in problem ? String(problem.type) : "";
  return new Refused(response.status, type.split(":").at(-1) ?? "", seconds(response.headers.get("Retry-After")));
}

function seconds(header: string | null): number | null {
  const value = Number(header);
  return header !== null && Number.isFinite(value) ? value : null;
}
