/** Reads a conversation, its people and its notes. */
import { isFields, isState, list, readMessage } from "../shared/wire.ts";
import type { Conversation, Note, Person, Rating } from "./desk_wire.ts";
import { identifier, languageOr, priority, words } from "./read_fields.ts";

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

export function readRating(value: unknown): Rating | null {
  if (!isFields(value) || typeof value["stars"] !== "number") return null;
  return { stars: value["stars"], comment: words(value["comment"]) ?? "" };
}

export function readPerson(value: unknown): Person | null {
  if (!isFields(value)) return null;
  const id = identifier(value["id"]);
  return id && typeof value["display_name"] === "string" ? { id, display_name: value["display_name"] } : null;
}
