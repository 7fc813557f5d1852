/** The gateway's HTTP calls, one function each. What goes wrong comes out as `Refused` or `Unreachable`. */
import { type Answer, type Begun, readAnswer, readBegun, readToken } from "./api_readers.ts";
import type { Client, NewConversation, NewMessage, NewRating, NewTicket, NewTyping } from "./api_types.ts";
import type { Outgoing } from "./drafts.ts";
import type { Language } from "./languages.ts";
import { request, understood } from "./request.ts";

export interface Api {
  readonly origin: string;
  /** What it has to say when it can keep nothing is asked for in this language. */
  language: () => string;
  open(language: Language, client: Client): Promise<Begun>;
  /** Another token for the same conversation, for one that may have expired. */
  renew(token: string): Promise<string>;
  send(token: string, outgoing: Outgoing, clientMessageId: string): Promise<Answer>;
  since(token: string, after: string | null): Promise<Answer>;
  /** A message for a person who is not there, and the number to call back. */
  leaveTicket(token: string, ticket: NewTicket, clientMessageId: string): Promise<Answer>;
  /** The customer is typing, or has stopped. */
  typing(token: string, on: boolean): Promise<void>;
  erase(token: string): Promise<void>;
  rate(token: string, stars: number, comment: string): Promise<void>;
  transcript(token: string): Promise<Blob>;
}

export function apiAt(origin: string): Api {
  const call = (method: string, path: string, token: string | null, body?: unknown, accept?: string) =>
    request(
      origin + path,
      {
        method,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(accept ? { Accept: accept } : {}),
          "Accept-Language": api.language(),
        },
        credentials: "omit",
      },
      body,
    );

  const api: Api = {
    origin,
    language: () => "*",
    async open(language, client) {
      return understood(
        readBegun,
        await call("POST", "/v1/conversations", null, { language, client } satisfies NewConversation),
      );
    },
    async renew(token) {
      return understood(readToken, await call("POST", "/v1/token/renew", token));
    },
    async send(token, outgoing, clientMessageId) {
      const body = { ...outgoing, client_message_id: clientMessageId } satisfies NewMessage;
      return understood(readAnswer, await call("POST", "/v1/messages", token, body));
    },
    async since(token, after) {
      const query = after ? `?after=${encodeURIComponent(after)}` : "";
      return understood(readAnswer, await call("GET", `/v1/messages${query}`, token));
    },
    async leaveTicket(token, ticket, clientMessageId) {
      const body = { ...ticket, client_message_id: clientMessageId } satisfies NewTicket;
      return understood(readAnswer, await call("POST", "/v1/ticket", token, body));
    },
    async typing(token, on) {
      await call("POST", "/v1/typing", token, { on } satisfies NewTyping);
    },
    async erase(token) {
      await call("DELETE", "/v1/conversation", token);
    },
    async rate(token, stars, comment) {
      await call("POST", "/v1/rating", token, { stars, ...(comment ? { comment } : {}) } satisfies NewRating);
    },
    async transcript(token) {
      const response = await call("GET", "/v1/conversation/transcript", token, undefined, "text/plain");
      return response.blob();
    },
  };
  return api;
}
