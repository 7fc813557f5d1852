/** What changed on the board that an agent wants to be called for: board by board, so that nothing is told twice. */
import type { Board, Held, Priority } from "./desk_wire.ts";

export interface News {
  readonly kind: "waiting" | "message" | "received";
  readonly conversation_id: string;
  readonly priority: Priority;
  readonly topic: string | null;
}

/** On the first board everything is known already: a reload rings no bell. */
export function newsBetween(before: Board | null, now: Board): readonly News[] {
  if (!before) return [];
  const waitedBefore = new Map(before.waiting.map((entry) => [entry.conversation_id, entry.priority]));
  const heldBefore = new Map(before.held.map((held) => [held.conversation_id, held]));
  const waiting = now.waiting
    .filter(({ speakable }) => speakable)
    // Somebody who becomes urgent while waiting is news again.
    .filter(({ conversation_id, priority }) => {
      const was = waitedBefore.get(conversation_id);
      return was === undefined || (was === "normal" && priority === "urgent");
    })
    .map(({ conversation_id, priority, topic }) => ({ kind: "waiting" as const, conversation_id, priority, topic }));
  return [...waiting, ...now.held.filter(({ mine }) => mine).flatMap((held) => heldNews(held, heldBefore, before))];
}

function heldNews(held: Held, heldBefore: ReadonlyMap<string, Held>, before: Board): readonly News[] {
  const { conversation_id, priority, topic, last_from, last_at } = held;
  const was = heldBefore.get(conversation_id);
  if (!was?.mine) {
    // From the queue it was taken here; from nowhere, a colleague passed it on.
    const taken = before.waiting.some((waiting) => waiting.conversation_id === conversation_id);
    return taken ? [] : [{ kind: "received", conversation_id, priority, topic }];
  }
  const wrote = last_from === "customer" && last_at > was.last_at;
  return wrote ? [{ kind: "message", conversation_id, priority, topic }] : [];
}
