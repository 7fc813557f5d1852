/**
 * Reads what the gateway sends to a customer's client. What was read is a little more than what was sent: what may lack
 * there is always here. By hand, for a library would be a twentieth of the widget; the types are the described ones.
 */
import type * as api from "./api_types.ts";
import { isLanguage, LANGUAGES } from "./languages.ts";

export interface Message extends api.Message {
  readonly buttons: readonly api.Button[];
  readonly links: readonly api.Link[];
}

/** How far a customer is in the queue; `null` where the gateway does not know or has not said. */
export interface QueuePlace {
  /** 1 is next. */
  readonly place: number | null;
  readonly minutes: number | null;
}

export interface Begun extends Pick<api.BegunConversation, "conversation_id" | "token" | "language"> {
  readonly messages: readonly Message[];
}

/** The answer to a sent message, and to asking what came since. */
export interface Answer extends Pick<api.Page, "state" | "more"> {
  readonly messages: readonly Message[];
  readonly waiting: QueuePlace | null;
  readonly language: api.Language | null;
  /** These messages say that the conversation was erased: nothing is kept of it, and its token is dead. */
  readonly erased: boolean;
}

type Pushed<Type extends api.StreamEvent["type"]> = Extract<api.StreamEvent, { readonly type: Type }>;

export type StreamEvent =
  | Pushed<"typing" | "erased">
  | (Pushed<"message"> & { readonly message: Message })
  | (Pick<Pushed<"state">, "type" | "state"> & { readonly waiting: QueuePlace | null });

type Fields = Record<string, unknown>;

const SENDERS: Readonly<Record<api.Sender, true>> = { customer: true, bot: true, agent: true, system: true };
const STATES: Readonly<Record<api.State, true>> = { bot: true, waiting: true, agent: true, closed: true };
/** Topics that tell how somebody is. Nobody around us may learn them, so they end where they come in. */
const UNTOLD: Readonly<Record<api.Danger, true>> = { crisis: true, in_danger: true };

/** Nothing from outside is believed to have its type: a server newer than this script may send what it does not know. */
export function readMessage(value: unknown): Message | null {
  if (!isFields(value)) return null;
  const { id, from, text, language, topic, details, buttons, links, at, client_message_id } = value;
  if (typeof id !== "string" || typeof text !== "string" || !isOneOf(SENDERS, from)) return null;
  return {
    id,
    from,
    text,
    language: isLanguage(language) ? language : LANGUAGES[0],
    ...(typeof topic === "string" && !isOneOf(UNTOLD, topic) ? { topic } : {}),
    ...(isFields(details) ? { details } : {}),
    buttons: list(buttons, readButton),
    links: list(links, readLink),
    ...(typeof client_message_id === "string" ? { client_message_id } : {}),
    at: typeof at === "string" ? at : new Date().toISOString(),
  };
}

export function readBegun(value: unknown): Begun | null {
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
    state: isOneOf(STATES, state) ? state : "bot",
    waiting: readWaiting(value),
    language: isLanguage(language) ? language : null,
    erased: state === "closed" && messages.some(saysErased),
    more: more === true,
  };
}

export function readEvent(value: unknown): StreamEvent | null {
  if (!isFields(value)) return null;
  const { type, state } = value;
  switch (type) {
    case "message": {
      const message = readMessage(value["message"]);
      return message && { type, message };
    }
    case "typing":
      return { type, from: value["from"] === "agent" ? "agent" : "bot", on: value["on"] === true };
    case "state":
      return isOneOf(STATES, state) ? { type, state, waiting: readWaiting(value) } : null;
    case "erased":
      return { type };
    default:
      return null;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOneOf<Name extends string>(names: Readonly<Record<Name, true>>, value: unknown): value is Name {
  return typeof value === "string" && Object.hasOwn(names, value);
}

/** Only the assistant erases, never what a person writes. */
function saysErased({ from, details }: Message): boolean {
  return (from === "bot" || from === "system") && details?.["erased"] === true;
}

function readWaiting({ state, place, wait_minutes }: Fields): QueuePlace | null {
  if (state !== "waiting") return null;
  const whole = (given: unknown, least: number) =>
    typeof given === "number" && Number.isInteger(given) && given >= least ? given : null;
  return { place: whole(place, 1), minutes: whole(wait_minutes, 0) };
}

function readButton(value: unknown): api.Button | null {
  if (!isFields(value)) return null;
  const { id, title } = value;
  return typeof id === "string" && typeof title === "string" ? { id, title } : null;
}

function readLink(value: unknown): api.Link | null {
  if (!isFields(value)) return null;
  const { title, url } = value;
  return typeof title === "string" && typeof url === "string" ? { title, url } : null;
}

function list<T>(value: unknown, read: (entry: unknown) => T | null): T[] {
  return Array.isArray(value) ? value.map(read).filter((entry) => entry !== null) : [];
}
