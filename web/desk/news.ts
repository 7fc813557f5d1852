/** What changed on the board that an agent wants to be called for: board by board, so that nothing is told twice. */
import type { Danger } from "../shared/api_types.ts";
import type { Board, Held, Priority, Waiting } from "./desk_readers.ts";

export interface News {
  readonly kind: "waiting" | "message" | "received";
  readonly conversation_id: string;
  readonly priority: Priority;
  readonly danger: Danger | null;
  /** That somebody is in danger is new to this agent: told at once, whatever is on the screen. */
  readonly alarm: boolean;
  readonly topic: string | null;
}

/** On the first board everything is known already: a reload rings no bell. */
export function newsBetween(before: Board | null, now: Board): readonly News[] {
  if (!before) return [];
  const waitedBefore = new Map(before.waiting.map((entry) => [entry.conversation_id, entry]));
  const heldBefore = new Map(mine(before).map((held) => [held.conversation_id, held]));
  const alarm = ({ conversation_id: id, danger }: Waiting | Held) =>
    danger !== null && danger !== (waitedBefore.get(id) ?? heldBefore.get(id))?.danger;
  const told = (kind: News["kind"], entry: Waiting | Held): News => {
    const { conversation_id, priority, danger, topic } = entry;
    return { kind, conversation_id, priority, danger, alarm: alarm(entry), topic };
  };
  const waiting = now.waiting
    .filter(({ speakable }) => speakable)
    // Somebody who becomes urgent, or is in danger, while waiting is news again.
    .filter((entry) => {
      const was = waitedBefore.get(entry.conversation_id);
      return !was || (was.priority === "normal" && entry.priority === "urgent") || alarm(entry);
    })
    .map((entry) => told("waiting", entry));
  const held = mine(now).flatMap((entry) => {
    const kind = heldNews(entry, heldBefore.get(entry.conversation_id), waitedBefore.has(entry.conversation_id));
    return kind ? [told(kind, entry)] : alarm(entry) ? [told("message", entry)] : [];
  });
  return [...waiting, ...held];
}

function heldNews(held: Held, was: Held | undefined, waited: boolean): News["kind"] | null {
  // From the queue it was taken here; from nowhere, a colleague passed it on.
  if (!was) return waited ? null : "received";
  return held.last_from === "customer" && held.last_at > was.last_at ? "message" : null;
}

function mine({ held }: Board): readonly Held[] {
  return held.filter((one) => one.mine);
}
