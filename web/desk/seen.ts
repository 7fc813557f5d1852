/** Up to when an agent has read each conversation. Shared by their tabs: read in one is read in the other. */
import { isFields } from "../shared/api_readers.ts";
import { shelf } from "../shared/shelf.ts";

export interface Seen {
  /** When the last message was that somebody looked at; "" if nobody did. */
  at(conversationId: string): string;
  /** Whether that was new. */
  mark(conversationId: string, at: string): boolean;
  keepOnly(conversationIds: ReadonlySet<string>): void;
}

const KEY = "breachline.desk.seen";

export function browserSeen(): Seen {
  const kept = shelf(() => localStorage);
  const load = () => {
    try {
      const stored: unknown = JSON.parse(kept.read(KEY) ?? "{}");
      return isFields(stored) ? (stored as Record<string, string>) : {};
    } catch {
      return {}; // not ours
    }
  };
  const save = (seen: Readonly<Record<string, string>>) => kept.write(KEY, JSON.stringify(seen));
  return {
    at: (id) => load()[id] ?? "",
    mark(id, at) {
      const seen = load();
      if ((seen[id] ?? "") >= at) return false;
      save({ ...seen, [id]: at });
      return true;
    },
    keepOnly(ids) {
      const seen = load();
      const kept = Object.entries(seen).filter(([id]) => ids.has(id));
      if (kept.length < Object.keys(seen).length) save(Object.fromEntries(kept));
    },
  };
}
