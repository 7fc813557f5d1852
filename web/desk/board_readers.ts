/** Reads who is signed in, the board and its changes. */
import { LANGUAGES } from "../shared/languages.ts";
import { isFields, isState, list, readMessage } from "../shared/wire.ts";
import { readNote, readPerson } from "./conversation_readers.ts";
import type { Agent, Board, DeskEvent, Held, SignInWays, Waiting } from "./desk_wire.ts";
import { count, danger, languageOr, languages, presence, priority, words } from "./read_fields.ts";

export function readSignInWays(value: unknown): SignInWays | null {
  if (!isFields(value) || typeof value["password"] !== "boolean") return null;
  return { password: value["password"], openid: words(value["openid"]), agents: value["agents"] !== false };
}

export function readSession(value: unknown): Agent | null {
  return isFields(value) ? readAgent(value["agent"]) : null;
}

export function readBoard(value: unknown): Board | null {
  if (!isFields(value) || !Array.isArray(value["waiting"]) || !Array.isArray(value["held"])) return null;
  const waiting = list(value["waiting"], readWaiting);
  return {
    open: value["open"] === true,
    limit_minutes: count(value["limit_minutes"]),
    waiting,
    waiting_count: Math.max(waiting.length, count(value["waiting_count"])),
    held: list(value["held"], readHeld),
    agents: list(value["agents"], readAgent),
    open_tickets: count(value["open_tickets"]),
  };
}

export function readDeskEvent(value: unknown): DeskEvent | null {
  if (!isFields(value)) return null;
  const { type, conversation_id, state } = value;
  if (type === "board") {
    const board = readBoard(value["board"]);
    return board && { type, board };
  }
  if (typeof conversation_id !== "string") return null;
  if (type === "typing") return { type, conversation_id, on: value["on"] === true };
  if (type !== "conversation" || !isState(state)) return null;
  const messages = list(value["messages"], readMessage);
  return { type, conversation_id, state, messages, notes: list(value["notes"], readNote) };
}

function readAgent(value: unknown): Agent | null {
  const person = readPerson(value);
  if (!person || !isFields(value)) return null;
  return {
    ...person,
    name: words(value["name"]) ?? "",
    role: value["role"] === "supervisor" ? "supervisor" : "agent",
    languages: languages(value["languages"]),
    presence: presence(value["presence"]),
    conversations: count(value["conversations"]),
  };
}

function readWaiting(value: unknown): Waiting | null {
  if (!isFields(value) || typeof value["conversation_id"] !== "string") return null;
  const language = languageOr(value["language"], LANGUAGES[0]);
  return {
    conversation_id: value["conversation_id"],
    language,
    languages: languages(value["languages"]),
    topic: words(value["topic"]),
    priority: priority(value["priority"]),
    danger: danger(value["danger"]),
    since: words(value["since"]) ?? "",
    place: count(value["place"]),
    speakable: value["speakable"] === true,
  };
}

function readHeld(value: unknown): Held | null {
  if (!isFields(value) || typeof value["conversation_id"] !== "string") return null;
  const agent = readPerson(value["agent"]);
  if (!agent) return null;
  return {
    conversation_id: value["conversation_id"],
    language: languageOr(value["language"], LANGUAGES[0]),
    topic: words(value["topic"]),
    priority: priority(value["priority"]),
    danger: danger(value["danger"]),
    agent,
    since: words(value["since"]) ?? "",
    last_from: words(value["last_from"]) ?? "",
    last_at: words(value["last_at"]) ?? "",
    mine: value["mine"] === true,
  };
}
