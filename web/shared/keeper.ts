/**
 * Where a conversation's key is kept between pages.
 *
 * localStorage, because the tabs of one customer share one conversation and sessionStorage belongs to one tab. Only the
 * key is there, never what was said: it expires by itself, and erasing the conversation removes it. A key that an app
 * handed over stays in memory (`memoryKeeper`): the app has its own place for secrets.
 */
import { shelf } from "./shelf.ts";

export interface Saved {
  readonly conversation_id: string;
  readonly token: string;
  readonly expires_at: string;
  /** The last message that was on the screen of any tab; what came after it is unread. */
  readonly read: string | null;
}

export interface Keeper {
  load(): Saved | null;
  save(saved: Saved): void;
  forget(): void;
  /** Another tab saved or forgot. Returns how to stop listening. */
  onOtherTab(heard: () => void): () => void;
  /** Runs `task` while no other tab runs one, so that two tabs opened at once do not start two conversations. */
  alone<T>(task: () => Promise<T>): Promise<T>;
}

const KEY = "breachline.conversation";

export function browserKeeper(): Keeper {
  const kept = shelf(() => localStorage);
  return {
    load: () => readSaved(kept.read(KEY)),
    save: (saved) => kept.write(KEY, JSON.stringify(saved)),
    forget: () => kept.write(KEY, null),
    onOtherTab(heard) {
      const listener = (event: StorageEvent) => {
        if (event.key === KEY || event.key === null) heard();
      };
      window.addEventListener("storage", listener);
      return () => window.removeEventListener("storage", listener);
    },
    async alone(task) {
      // Locks need a secure context; without one the worst that happens is a second, empty conversation.
      return navigator.locks ? navigator.locks.request(KEY, task) : task();
    },
  };
}

export function memoryKeeper(): Keeper {
  let kept: Saved | null = null;
  return {
    load: () => kept,
    save(saved) {
      kept = saved;
    },
    forget() {
      kept = null;
    },
    onOtherTab: () => () => {},
    alone: (task) => task(),
  };
}

function readSaved(stored: string | null): Saved | null {
  if (stored === null) return null;
  try {
    const { conversation_id, token, expires_at, read } = JSON.parse(stored);
    if (![conversation_id, token, expires_at].every((part) => typeof part === "string")) return null;
    return { conversation_id, token, expires_at, read: typeof read === "string" ? read : null };
  } catch {
    return null;
  }
}
