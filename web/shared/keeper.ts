/**
 * Where a conversation's key is kept between pages.
 *
 * localStorage, because the tabs of one customer share one conversation and sessionStorage belongs to one tab. Only the
 * key is there, never what was said: erasing the conversation removes it, and when it has expired the gateway says so,
 * for the device's clock may be wrong. A key that an app handed over stays in memory (`memoryKeeper`): the app has its
 * own place for secrets.
 */
import { shelf } from "./shelf.ts";

export interface Saved {
  readonly conversation_id: string;
  readonly token: string;
  /** The last message that was on the screen of any tab; what came after it is unread. */
  readonly read: string | null;
}

export interface Keeper {
  load(): Saved | null;
  save(saved: Saved): void;
  forget(): void;
  /** Another tab saved or forgot. */
  onOtherTab(heard: () => void): void;
  /** Runs `task` while no other tab runs one, so that two tabs opened at once do not start two conversations. */
  alone<T>(task: () => Promise<T>): Promise<T>;
}

const KEY = "breachline.conversation";
/** Milliseconds to wait for another tab that is beginning a conversation. */
const LOCK_PATIENCE = 10_000;

export function browserKeeper(): Keeper {
  const kept = shelf(() => localStorage);
  return {
    load: () => readSaved(kept.read(KEY)),
    save: (saved) => kept.write(KEY, JSON.stringify(saved)),
    forget: () => kept.write(KEY, null),
    onOtherTab(heard) {
      window.addEventListener("storage", ({ key }) => {
        if (key === KEY || key === null) heard();
      });
    },
    alone,
  };
}

/**
 * Locks need a secure context and are refused where site data is blocked; and a tab that hangs while it holds one must
 * not stop all others. Without one the worst that happens is a second, empty conversation.
 */
async function alone<T>(task: () => Promise<T>): Promise<T> {
  let running: Promise<T> | null = null;
  const once = () => {
    running ??= task();
    return running;
  };
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), LOCK_PATIENCE);
  const locked = () => {
    clearTimeout(timer);
    return once();
  };
  try {
    return await navigator.locks.request(KEY, { signal: patience.signal }, locked);
  } catch {
    return once();
  } finally {
    clearTimeout(timer);
  }
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
    onOtherTab: () => {},
    alone: (task) => task(),
  };
}

function readSaved(stored: string | null): Saved | null {
  if (stored === null) return null;
  try {
    const { conversation_id, token, read } = JSON.parse(stored);
    if (typeof conversation_id !== "string" || typeof token !== "string") return null;
    return { conversation_id, token, read: typeof read === "string" ? read : null };
  } catch {
    return null;
  }
}
