/** Where a page keeps small things: in the browser's storage, or in its own memory where that is blocked or full. */
export interface Shelf {
  read(key: string): string | null;
  /** `null` and "" take it away. */
  write(key: string, value: string | null): void;
  /** Takes away all whose key contains `part`. */
  clear(part: string): void;
}

/** `storage` is asked for each time: where it is blocked, even to name it is an error. */
export function shelf(storage: () => Storage): Shelf {
  /** What the storage refused, `null` for what it would not give up: newer than what stands there. */
  const refused = new Map<string, string | null>();
  const write = (key: string, value: string | null) => {
    try {
      if (value) storage().setItem(key, value);
      else storage().removeItem(key);
      refused.delete(key);
    } catch {
      refused.set(key, value || null);
      // Full: the old value has to go, or the next page would take it for what was kept last.
      if (value) attempt(() => storage().removeItem(key));
    }
  };
  return {
    read(key) {
      const kept = refused.get(key);
      return kept === undefined ? (attempt(() => storage().getItem(key)) ?? null) : kept;
    },
    write,
    clear(part) {
      const keys = [...refused.keys(), ...(attempt(() => Object.keys(storage())) ?? [])];
      for (const key of keys) if (key.includes(part)) write(key, null);
    },
  };
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
