/** Where a page keeps small things: in the browser's storage, or in its own memory where that is blocked or full. */
export interface Shelf {
  read(key: string): string | null;
  /** `null` and "" take it away. */
  write(key: string, value: string | null): void;
}

/** `storage` is asked for each time: where it is blocked, even to name it is an error. */
export function shelf(storage: () => Storage): Shelf {
  const memory = new Map<string, string>();
  return {
    read(key) {
      try {
        return storage().getItem(key);
      } catch {
        return memory.get(key) ?? null;
      }
    },
    write(key, value) {
      if (value) memory.set(key, value);
      else memory.delete(key);
      try {
        if (value) storage().setItem(key, value);
        else storage().removeItem(key);
      } catch {
        // Memory has it.
      }
    },
  };
}
