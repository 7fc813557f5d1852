/** What a customer fills in to be called back, and what of it cannot be taken. The limits are the gateway's own. */
import { isTooLong } from "./text_limit.ts";
import type { Ticket } from "./wire.ts";

export interface TicketDraft extends Ticket {
  /** The `client_message_id` it is sent with. Another text is another ticket: a number put right must not be taken for the old one. */
  readonly id: string;
}

export type PhoneProblem = "missing" | "not_a_number";
export type TextProblem = "missing" | "too_long";

export interface TicketProblems {
  readonly phone: PhoneProblem | null;
  readonly text: TextProblem | null;
}

const PHONE = /^[\d +()/.-]{6,30}$/;
const LEAST_DIGITS = 6;

/** As people write numbers; only what nobody could dial is refused. */
export function ticketProblems({ phone, text }: Ticket): TicketProblems {
  return { phone: phoneProblem(phone.trim()), text: textProblem(text.trim()) };
}

/** The same words keep the id they were tried with, so that they are kept once however often they are sent. */
export function edited(draft: TicketDraft | null, ticket: Ticket, newId: () => string): TicketDraft {
  const same = draft?.phone === ticket.phone && draft.text === ticket.text;
  return { ...ticket, id: same ? draft.id : newId() };
}

function phoneProblem(phone: string): PhoneProblem | null {
  if (!phone) return "missing";
  return PHONE.test(phone) && phone.replace(/\D/g, "").length >= LEAST_DIGITS ? null : "not_a_number";
}

function textProblem(text: string): TextProblem | null {
  if (!text) return "missing";
  return isTooLong(text) ? "too_long" : null;
}
