/** What goes over the wire, version 1, as `/openapi.json` describes it. */
import { isLanguage, LANGUAGES, type Language } from "./languages.ts";

export type Sender = "customer" | "bot" | "agent" | "system";
export type ConversationState = "bot" | "waiting" | "agent" | "closed";
export type Client = "web" | "app";

/** How far a customer is in the queue; `null` where the gateway does not know or has not said. */
export interface Waiting {
  /** 1 is next. */
  readonly place: number | null;
  readonly minutes: number | null;
}

export interface Button {
  readonly id: string;
  readonly title: string;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

export interface Message {
  readonly id: string;
  readonly from: Sender;
  readonly text: string;
  readonly language: Language;
  readonly topic?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly buttons: readonly Button[];
  readonly links: readonly Link[];
  /** On the customer's own messages: the id that the tab which sent it gave it. */
  readonly client_message_id?: string;
  /** ISO 8601 */
  readonly at: string;
}

export interface Opened {
  readonly conversation_id: string;
  readonly token: string;
  readonly language: Language;
  readonly messages: readonly Message[];
}

/** The answer to a sent message, and to asking what came since. */
export interface Answer {
  readonly messages: readonly Message[];
  readonly state: ConversationState;
  readonly waiting: Waiting | null;
  readonly language: Language | null;
  /** These messages say that the conversation was erased: nothing is kept of it, and its token is dead. */
  readonly erased: boolean;
  /** There is more to ask for after these. */
  readonly more: boolean;
}

export type StreamEvent =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "typing"; readonly from: Sender; readonly on: boolean }
  | { readonly type: "state"; readonly state: ConversationState; readonly waiting: Waiting | null }
  | { readonly type: "erased" };

/** What a customer sends: words, or a press on a button. */
export type Outgoing = { readonly text: string } | { readonly button: string };

/** What a customer leaves for a person to call them back about. */
export interface Ticket {
  readonly phone: string;
  readonly text: string;
}

type Fields = Record<string, unknown>;

const SENDERS: readonly string[] = ["customer", "bot", "agent", "system"] satisfies Sender[];
/** Topics that tell how somebody is. Nobody around us may learn them, so they end where they come in. */
const UNTOLD: readonly string[] = ["crisis", "in_danger"];
const STATES: readonly string[] = ["bot", "waiting", "agent", "closed"] satisfies ConversationState[];

/** Nothing from outside is believed to have its type: a server newer than this script may send what it does not know. */
export function readMessage(value: unknown): Message | null {
  if (!isFields(value)) return null;
  const { id, from, text, language, topic, details, buttons, links, at, client_message_id } = value;
  if (typeof id !== "string") return null;
  if (!SENDERS.includes(String(from)) || typeof text !== "string") return null;
  return {
    id,
    from: from as Sender,
    text,
    language: isLanguage(language) ? language : LANGUAGES[0],
    ...(typeof topic === "string" && !UNTOLD.includes(topic) ? { topic } : {}),
    ...(isFields(details) ? { details } : {}),
    buttons: list(buttons, readButton),
    links: list(links, readLink),
    ...(typeof client_message_id === "string" ? { client_message_id } : {}),
    at: typeof at === "string" ? at : new Date().toISOString(),
  };
}

export function readOpened(value: unknown): Opened | null {
  if (!isFields(value)) return null;
  const { conversation_id, token, language, messages } = value;
  if (typeof conversation_id !== "string" || typeof token !== "string") return null;
  return {
    conversation_id,
    token,
    language: isLanguage(language) ? language : LANGUAGES[0],
    messages: list(messages, readMessage),
  };
}

export function readToken(value: unknown): string | null {
  return isFields(value) && typeof value["token"] === "string" ? value["token"] : null;
}

/** What the gateway says to a customer of whom it can keep nothing: an apology with the hotline, or who helps in danger. */
export function readApology({ message }: Fields): Message | null {
  return isFields(message) ? readMessage({ ...message, id: "" }) : null;
}

export function readAnswer(value: unknown): Answer | null {
  if (!isFields(value)) return null;
  const { state, language, more } = value;
  const messages = list(value["messages"], readMessage);
  return {
    messages,
    state: isState(state) ? state : "bot",
    waiting: readWaiting(value),
    language: isLanguage(language) ? language : null,
    erased: state === "closed" && messages.some(saysErased),
    more: more === true,
  };
}

export function readEvent(value: unknown): StreamEvent | null {
  if (!isFields(value)) return null;
  switch (value["type"]) {
    case "message": {
      const message = readMessage(value["message"]);
      return message && { type: "message", message };
    }
    case "typing":
      return { type: "typing", from: value["from"] === "agent" ? "agent" : "bot", on: value["on"] === true };
    case "state":
      return isState(value["state"]) ? { type: "state", state: value["state"], waiting: readWaiting(value) } : null;
    case "erased":
      return { type: "erased" };
    default:
      return null;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isState(value: unknown): value is ConversationState {
  return typeof value === "string" && STATES.includes(value);
}

/** Only the assistant erases, never what a person writes. */
function saysErased({ from, details }: Message): boolean {
  return (from === "bot" || from === "system") && details?.["erased"] === true;
}

function readWaiting({ state, place, wait_minutes }: Fields): Waiting | null {
  if (state !== "waiting") return null;
  const whole = (given: unknown, least: number) =>
    typeof given === "number" && Number.isInteger(given) && given >= least ? given : null;
  return { place: whole(place, 1), minutes: whole(wait_minutes, 0) };
}

function readButton(value: unknown): Button | null {
  if (!isFields(value) || typeof value["title"] !== "string") return null;
  return typeof value["id"] === "string" ? { id: value["id"], title: value["title"] } : null;
}

function readLink(value: unknown): Link | null {
  if (!isFields(value) || typeof value["title"] !== "string" || typeof value["url"] !== "string") return null;
  return { title: value["title"], url: value["url"] };
}

export function list<T>(value: unknown, read: (entry: unknown) => T | null): T[] {
  return Array.isArray(value) ? value.map(read).filter((entry) => entry !== null) : [];
}
