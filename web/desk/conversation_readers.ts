/** Reads a conversation, its people and its notes. */
import { LANGUAGES } from "../shared/languages.ts";
import { isFields, isState, list, readMessage } from "../shared/wire.ts";
import type { Conversation, Help, HelpLine, Note, Person, Rating } from "./desk_wire.ts";
import { danger, identifier, languageOr, priority, words } from "./read_fields.ts";

export function readConversation(value: unknown): Conversation | null {
  if (!isFields(value)) return null;
  const { conversation_id, state } = value;
  if (typeof conversation_id !== "string" || !isState(state)) return null;
  return {
    conversation_id,
    state,
    language: languageOr(value["language"], LANGUAGES[0]),
    client: words(value["client"]) ?? "",
    started_at: words(value["started_at"]) ?? "",
    priority: priority(value["priority"]),
    danger: danger(value["danger"]),
    help: readHelp(value["help"]),
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

function readHelp(value: unknown): Help | null {
  if (!isFields(value)) return null;
  return { lines: list(value["lines"], readHelpLine), procedure: (words(value["procedure"]) ?? "").trim() };
}

function readHelpLine(value: unknown): HelpLine | null {
  if (!isFields(value) || typeof value["title"] !== "string") return null;
  return { title: value["title"], number: words(value["number"]) ?? "", url: words(value["url"]) };
}

export function readRating(value: unknown): Rating | null {
  if (!isFields(value) || typeof value["stars"] !== "number") return null;
  return { stars: value["stars"], comment: words(value["comment"]) ?? "" };
}

export function readPerson(value: unknown): Person | null {
  if (!isFields(value)) return null;
  const id = identifier(value["id"]);
  return id && typeof value["display_name"] === "string" ? { id, display_name: value["display_name"] } : null;
}
