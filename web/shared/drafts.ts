/** What was typed and has not arrived yet. It belongs to one tab, so sessionStorage keeps it over a reload. */
import { shelf } from "./shelf.ts";
import type { TicketDraft } from "./ticket.ts";

/** What a customer sends: words, or a press on a button. */
export type Outgoing = { readonly text: string } | { readonly button: string };

export interface Unsent {
  /** The `client_message_id`: made once, sent again with each try, so that a message is answered once. */
  readonly id: string;
  readonly outgoing: Outgoing;
  /** What the customer sees of it: the text, or the button's title. */
  readonly shown: string;
  readonly at: string;
  readonly state: "sending" | "waiting" | "failed";
}

export interface Drafts {
  text: string;
  unsent: readonly Unsent[];
  /** A message with a number to call back, until it is kept. */
  ticket: TicketDraft | null;
}

const TEXT = "breachline.draft";
const UNSENT = "breachline.unsent";
const TICKET = "breachline.ticket";

/** `of` keeps them apart where a page holds several conversations. */
export function sessionDrafts(of = ""): Drafts {
  const kept = shelf(() => sessionStorage);
  const read = (key: string) => kept.read(key + of) ?? "";
  const write = (key: string, value: string) => kept.write(key + of, value);
  return {
    get text() {
      return read(TEXT);
    },
    set text(value) {
      write(TEXT, value);
    },
    get unsent() {
      return readUnsent(read(UNSENT));
    },
    set unsent(value) {
      write(UNSENT, value.length > 0 ? JSON.stringify(value) : "");
    },
    get ticket() {
      return readTicket(read(TICKET));
    },
    set ticket(value) {
      write(TICKET, value ? JSON.stringify(value) : "");
    },
  };
}

function readUnsent(stored: string): Unsent[] {
  try {
    const list: unknown = JSON.parse(stored || "[]");
    return Array.isArray(list) ? list.filter((entry) => typeof entry?.id === "string" && entry.outgoing) : [];
  } catch {
    return [];
  }
}

function readTicket(stored: string): TicketDraft | null {
  try {
    const { id, phone, text } = JSON.parse(stored || "{}");
    return [id, phone, text].every((part) => typeof part === "string") ? { id, phone, text } : null;
  } catch {
    return null;
  }
}
