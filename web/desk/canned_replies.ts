/** Finds ready answers by what stands after a "/" in the reply, and puts the chosen one in its place. */
import type { Language } from "../shared/languages.ts";
import type { CannedReply } from "./desk_readers.ts";

export interface Asked {
  /** Where the "/" stands. */
  readonly from: number;
  readonly to: number;
  readonly wanted: string;
}

/** At the caret, after a space or at the beginning: "and/or" and dates ask for nothing. */
const ASKED = /(?:^|\s)\/([\p{L}\p{N}_-]{0,40})$/u;

export function askedAt(text: string, caret: number): Asked | null {
  const wanted = ASKED.exec(text.slice(0, caret))?.[1];
  return wanted === undefined ? null : { from: caret - wanted.length - 1, to: caret, wanted };
}

/** Nothing but a "/" and what was looked for: meant for this page, never for the customer. */
export function isOnlyAsked(text: string): boolean {
  return askedAt(text, text.length)?.from === 0;
}

/** By shortcut first, then by a word of the title in the agent's language; before all, those written for the `topic`. */
export function matching(
  replies: readonly CannedReply[],
  wanted: string,
  reader: Language,
  topic: string | null = null,
): readonly CannedReply[] {
  const word = plain(wanted);
  const byShortcut = replies.filter(({ shortcut }) => plain(shortcut).startsWith(word));
  const byTitle = replies.filter(
    (reply) =>
      !byShortcut.includes(reply) &&
      plain(reply.title[reader])
        .split(/[^\p{L}\p{N}]+/u)
        .some((part) => part.startsWith(word)),
  );
  const found = [...byShortcut, ...byTitle];
  const meant = found.filter((reply) => isFor(reply, topic));
  return [...meant, ...found.filter((reply) => !meant.includes(reply))];
}

/** Whether it was written for the topic. */
export function isFor({ topics }: CannedReply, topic: string | null): boolean {
  return topic !== null && topics.includes(topic);
}

/** The text with the answer in it, and where the caret goes. */
export function inserted(text: string, { from, to }: Asked, answer: string): { text: string; caret: number } {
  return { text: text.slice(0, from) + answer + text.slice(to), caret: from + answer.length };
}

/** Without accents, in lower case: nobody types "é" to find "données". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
