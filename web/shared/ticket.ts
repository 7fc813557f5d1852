/** What a customer fills in to be called back, and what of it cannot be taken. What is a number only the gateway judges. */
import type { NewTicket } from "./api_types.ts";
import { Refused } from "./request.ts";
import { isTooLong } from "./text_limit.ts";

export interface TicketDraft extends NewTicket {
  /** The `client_message_id` it is sent with. Another text is another ticket: a number put right must not be taken for the old one. */
  readonly id: string;
}

export type PhoneProblem = "missing" | "too_short" | "too_long" | "unknown";
export type TextProblem = "missing" | "too_long";

export interface TicketProblems {
  readonly phone: PhoneProblem | null;
  readonly text: TextProblem | null;
}

const REFUSED = new Map<string, PhoneProblem>([
  ["phone-too-short", "too_short"],
  ["phone-too-long", "too_long"],
  ["phone-unknown", "unknown"],
]);

export function ticketProblems({ phone, text }: NewTicket): TicketProblems {
  return { phone: phone.trim() ? null : "missing", text: textProblem(text.trim()) };
}

/** What the gateway found wrong with the number, if that is why it refused. */
export function phoneProblem(error: unknown): PhoneProblem | null {
  return error instanceof Refused ? (REFUSED.get(error.kind) ?? null) : null;
}

/** The same words keep the id they were tried with, so that they are kept once however often they are sent. */
export function edited(draft: TicketDraft | null, ticket: NewTicket, newId: () => string): TicketDraft {
  const same = draft?.phone === ticket.phone && draft.text === ticket.text;
  return { ...ticket, id: same ? draft.id : newId() };
}

function textProblem(text: string): TextProblem | null {
  if (!text) return "missing";
  return isTooLong(text) ? "too_long" : null;
}
