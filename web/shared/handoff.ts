/** What the messages of a conversation tell about the person it was handed to. Their words are for people; this is for the screen. */
import type { Message } from "./api_readers.ts";
import type { State } from "./api_types.ts";

/** The name of the person who wrote this or whom this notice is about. */
export function agentOf({ details }: Message): string | null {
  const agent = details?.["agent"];
  return typeof agent === "string" && agent.trim() ? agent.trim() : null;
}

/** With whom the customer talks, when a person has the conversation. */
export function talkingTo(messages: readonly Message[]): string | null {
  const named = messages.findLast((message) => agentOf(message) !== null);
  return named ? agentOf(named) : null;
}

/** The id of the notice at which a message with a call-back number may be left: the newest, until one was left. */
export function ticketOffer(messages: readonly Message[], state: State): string | null {
  if (state === "agent") return null;
  const about = messages.findLast((message) => offersTicket(message) || kind(message) === "ticket_kept");
  return about && offersTicket(about) ? about.id : null;
}

/** The id of the notice that a message with a call-back number was kept: the newest. */
export function keptTicket(messages: readonly Message[]): string | null {
  return messages.findLast((message) => kind(message) === "ticket_kept")?.id ?? null;
}

/** The id of the notice that ends a person's part, until the customer writes again. */
export function ratingOffer(messages: readonly Message[], state: State): string | null {
  if (state !== "closed") return null;
  return messages.findLast(offersRating)?.id ?? null;
}

/**
 * The id of the notice whose buttons stay although the customer has written since: while they wait they may ask the
 * assistant, and must still find the way out of the queue.
 */
export function standingNotice(messages: readonly Message[], state: State): string | null {
  if (state !== "waiting") return null;
  return messages.findLast((message) => kind(message) !== null && message.buttons.length > 0)?.id ?? null;
}

/**
 * The ids of the messages whose buttons still do what they say: what came after the customer's last word, and of the
 * notices only the newest. A person has no buttons: what is pressed would be read to them.
 */
export function offering(messages: readonly Message[], state: State): ReadonlySet<string> {
  if (state === "agent") return new Set();
  const lastSaid = messages.findLastIndex(({ from }) => from === "customer");
  const newest = messages.findLast((message) => (kind(message) ?? "ticket_kept") !== "ticket_kept")?.id;
  const standing = standingNotice(messages, state);
  const offers = messages.filter((message, index) => {
    if (kind(message) === null) return index > lastSaid;
    return message.id === standing || (state !== "waiting" && index > lastSaid && message.id === newest);
  });
  return new Set(offers.map(({ id }) => id));
}

/** A notice that told how far the customer was when it was written; what it says beside that, or null. */
export function besideThePlace(message: Message): string | null {
  const told =
    ["queued", "still_waiting"].includes(kind(message) ?? "") && typeof message.details?.["place"] === "number";
  return told ? message.text.split("\n\n").slice(0, -1).join("\n\n") : null;
}

function kind({ from, details }: Message): string | null {
  const given = details?.["handoff"];
  return from === "system" && typeof given === "string" ? given : null;
}

/** Only the gateway offers, never what a person writes. */
export function offersTicket({ from, details }: Message): boolean {
  return from === "system" && details?.["ticket"] === true;
}

export function offersRating({ from, details }: Message): boolean {
  return from === "system" && details?.["rate"] === true;
}
