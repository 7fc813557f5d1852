/** What the client itself does about a notice: the gateway offers it, and no button of the gateway's stands for it. */
import type { Message } from "../api_readers.ts";
import type { Texts } from "../catalogue/texts.ts";
import { offersRating, offersTicket } from "../handoff.ts";
import type { Action } from "./message.ts";

export interface ActionContext {
  leaveMessage(): void;
  rate(): void;
  transcript(): void;
  goOn(): void;
}

export function ticketActions(texts: Texts, { leaveMessage }: ActionContext): Action[] {
  return [{ name: "ticket", title: texts.ticket.open, run: leaveMessage }];
}

/** After a person has closed the conversation. */
export function closedActions(texts: Texts, context: ActionContext, rated: boolean): Action[] {
  return [
    ...(rated ? [] : [{ name: "rate", title: texts.rate, run: context.rate }]),
    { name: "transcript", title: texts.transcript, run: context.transcript },
    { name: "go-on", title: texts.goOn, run: context.goOn },
  ];
}

/** The titles of all a new message offers, for who hears them. */
export function offeredTitles(message: Message, texts: Texts): string[] {
  return [
    ...message.buttons.map(({ title }) => title),
    ...(offersTicket(message) ? [texts.ticket.open] : []),
    ...(offersRating(message) ? [texts.rate, texts.transcript, texts.goOn] : []),
  ];
}
