/** Reads what the desk's server sends. As in `shared/wire.ts`, nothing from outside is believed to have its type. */
import { isLanguage, LANGUAGES, type Language } from "../shared/languages.ts";
import { isFields, isState, list, readMessage } from "../shared/wire.ts";
import {
  type Agent,
  type AgentReport,
  type Board,
  type CannedReply,
  type Conversation,
  type DeskEvent,
  type Held,
  languageOr,
  type Note,
  type Person,
  type Presence,
  type Priority,
  type Rating,
  type RatingComment,
  REASONS,
  type Report,
  type SignInWays,
  type Ticket,
  type Waiting,
} from "./desk_wire.ts";

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

export function readConversation(value: unknown): Conversation | null {
  if (!isFields(value)) return null;
  const { conversation_id, state } = value;
  if (typeof conversation_id !== "string" || !isState(state)) return null;
  return {
    conversation_id,
    state,
    language: languageOr(value["language"], "fr"),
    client: words(value["client"]) ?? "",
    started_at: words(value["started_at"]) ?? "",
    priority: priority(value["priority"]),
    since: words(value["since"]) ?? "",
    agent: readPerson(value["agent"]),
    messages: list(value["messages"], readMessage),
    notes: list(value["notes"], readNote),
    topics: list(value["topics"], words),
    unsure: list(value["unsure"], words),
    helped_before: value["helped_before"] === true,
    rating: readRating(value["rating"]),
  };
}

export function readNote(value: unknown): Note | null {
  if (!isFields(value) || typeof value["text"] !== "string") return null;
  const agent = readPerson(value["agent"]);
  const id = identifier(value["id"]);
  return agent && id ? { id, agent, text: value["text"], at: words(value["at"]) ?? "" } : null;
}

export function readTickets(value: unknown): readonly Ticket[] | null {
  return isFields(value) && Array.isArray(value["tickets"]) ? list(value["tickets"], readTicket) : null;
}

export function readReplies(value: unknown): readonly CannedReply[] | null {
  return isFields(value) && Array.isArray(value["replies"]) ? list(value["replies"], readReply) : null;
}

export function readReport(value: unknown): Report | null {
  if (!isFields(value) || !isFields(value["waits"]) || !isFields(value["now"])) return null;
  const { waits, now } = value;
  const ratings = isFields(value["ratings"]) ? value["ratings"] : {};
  const reasons = isFields(value["reasons"]) ? value["reasons"] : {};
  const stars = Array.isArray(ratings["stars"]) ? ratings["stars"] : [];
  return {
    waits: {
      taken: count(waits["taken"]),
      left: count(waits["left"]),
      median_s: measure(waits["median_s"]),
      p90_s: measure(waits["p90_s"]),
      longest_s: measure(waits["longest_s"]),
    },
    now: {
      waiting: count(now["waiting"]),
      longest_s: measure(now["longest_s"]),
      agents_online: count(now["agents_online"]),
      held: count(now["held"]),
    },
    agents: list(value["agents"], readAgentReport),
    ratings: {
      count: count(ratings["count"]),
      mean: measure(ratings["mean"]),
      stars: [0, 1, 2, 3, 4].map((index) => count(stars[index])),
      comments: list(ratings["comments"], readComment),
    },
    reasons: REASONS.map((reason) => ({ reason, count: count(reasons[reason]) })),
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

function readPerson(value: unknown): Person | null {
  if (!isFields(value)) return null;
  const id = identifier(value["id"]);
  return id && typeof value["display_name"] === "string" ? { id, display_name: value["display_name"] } : null;
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
  const language = languageOr(value["language"], "fr");
  return {
    conversation_id: value["conversation_id"],
    language,
    languages: languages(value["languages"]),
    topic: words(value["topic"]),
    priority: priority(value["priority"]),
    since: words(value["since"]) ?? "",
    place: count(value["place"]),
    reserved_for: identifier(value["reserved_for"]),
    speakable: value["speakable"] === true,
  };
}

function readHeld(value: unknown): Held | null {
  if (!isFields(value) || typeof value["conversation_id"] !== "string") return null;
  const agent = readPerson(value["agent"]);
  if (!agent) return null;
  return {
    conversation_id: value["conversation_id"],
    language: languageOr(value["language"], "fr"),
    topic: words(value["topic"]),
    priority: priority(value["priority"]),
    agent,
    since: words(value["since"]) ?? "",
    last_from: words(value["last_from"]) ?? "",
    last_at: words(value["last_at"]) ?? "",
    mine: value["mine"] === true,
  };
}

function readTicket(value: unknown): Ticket | null {
  if (!isFields(value) || typeof value["text"] !== "string") return null;
  const id = identifier(value["id"]);
  if (!id) return null;
  const { done_by } = value;
  return {
    id,
    conversation_id: words(value["conversation_id"]) ?? "",
    language: languageOr(value["language"], "fr"),
    text: value["text"],
    phone: words(value["phone"]) ?? "",
    at: words(value["at"]) ?? "",
    state: value["state"] === "done" ? "done" : "open",
    done_by: readPerson(done_by)?.display_name ?? words(done_by),
  };
}

function readReply(value: unknown): CannedReply | null {
  if (!isFields(value) || typeof value["shortcut"] !== "string") return null;
  const title = inEach(value["title"]);
  const text = inEach(value["text"]);
  return title && text ? { shortcut: value["shortcut"], title, text } : null;
}

function readAgentReport(value: unknown): AgentReport | null {
  if (!isFields(value)) return null;
  const agent = readPerson(value["agent"]);
  if (!agent) return null;
  const rating = isFields(value["rating"]) ? value["rating"] : {};
  return {
    agent,
    conversations: count(value["conversations"]),
    held_now: count(value["held_now"]),
    median_handling_s: measure(value["median_handling_s"]),
    rating: { count: count(rating["count"]), mean: measure(rating["mean"]) },
  };
}

function readRating(value: unknown): Rating | null {
  if (!isFields(value) || typeof value["stars"] !== "number") return null;
  return { stars: value["stars"], comment: words(value["comment"]) ?? "" };
}

function readComment(value: unknown): RatingComment | null {
  const rating = readRating(value);
  if (!rating?.comment || !isFields(value)) return null;
  return { ...rating, language: languageOr(value["language"], "fr"), at: words(value["at"]) ?? "" };
}

/** A text in all three languages, or nothing. */
function inEach(value: unknown): Readonly<Record<Language, string>> | null {
  if (!isFields(value) || !LANGUAGES.every((language) => typeof value[language] === "string")) return null;
  return value as Record<Language, string>;
}

function languages(value: unknown): readonly Language[] {
  return list(value, (entry) => (isLanguage(entry) ? entry : null));
}

function words(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Ids are text to us, also where a database counts them. */
function identifier(value: unknown): string | null {
  return typeof value === "number" ? String(value) : words(value);
}

function count(value: unknown): number {
  return Math.max(0, Math.floor(measure(value) ?? 0));
}

function measure(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function priority(value: unknown): Priority {
  return value === "urgent" ? "urgent" : "normal";
}

function presence(value: unknown): Presence {
  return value === "online" || value === "away" ? value : "offline";
}
