/** Reads what is asked for as a whole: call-backs, ready answers, the overview. */
import { LANGUAGES, type Language } from "../shared/languages.ts";
import { isFields, list } from "../shared/wire.ts";
import { readPerson, readRating } from "./conversation_readers.ts";
import {
  type AgentReport,
  type CannedReply,
  type RatingComment,
  REASONS,
  type Report,
  type Ticket,
} from "./desk_wire.ts";
import { count, identifier, languageOr, measure, words } from "./read_fields.ts";

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

function readTicket(value: unknown): Ticket | null {
  if (!isFields(value) || typeof value["text"] !== "string") return null;
  const id = identifier(value["id"]);
  if (!id) return null;
  const { done_by } = value;
  return {
    id,
    conversation_id: words(value["conversation_id"]) ?? "",
    language: languageOr(value["language"], LANGUAGES[0]),
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
  return title && text ? { shortcut: value["shortcut"], topics: list(value["topics"], words), title, text } : null;
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

function readComment(value: unknown): RatingComment | null {
  const rating = readRating(value);
  if (!rating?.comment || !isFields(value)) return null;
  return { ...rating, language: languageOr(value["language"], LANGUAGES[0]), at: words(value["at"]) ?? "" };
}

/** A text in each language that is offered, or nothing. */
function inEach(value: unknown): Readonly<Record<Language, string>> | null {
  if (!isFields(value) || !LANGUAGES.every((language) => typeof value[language] === "string")) return null;
  return value as Record<Language, string>;
}
