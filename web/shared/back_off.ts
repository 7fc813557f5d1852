/** How long to wait before the next try: twice as long each time, and never for all customers at the same moment. */
export interface BackOff {
  /** Milliseconds until the next try. */
  next(): number;
  /** It worked: the next failure starts small again. */
  reset(): void;
  readonly tries: number;
}

export function backOff(first = 800, longest = 30_000, random: () => number = Math.random): BackOff {
  let tries = 0;
  return {
    next() {
      const full = Math.min(longest, first * 2 ** tries);
      tries += 1;
      return full / 2 + (full / 2) * random();
    },
    reset() {
      tries = 0;
    },
    get tries() {
      return tries;
    },
  };
}
