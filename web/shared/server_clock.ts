/**
 * The server's time, from the `Date` of its answers. The device's clock may be minutes or days off, and set right at any
 * moment: a wait counted with it would be wrong by as much.
 */
export interface ServerClock {
  /** An answer came; another origin's `Date` cannot be read, and changes nothing. */
  heard(response: Response): void;
  /** Milliseconds since 1970; the device's own until the server was heard. */
  now(): number;
}

export function clockOf(ticks: () => number = () => performance.now()): ServerClock {
  let ahead: number | null = null;
  return {
    heard({ headers }) {
      const at = Date.parse(headers.get("Date") ?? "");
      if (!Number.isNaN(at)) ahead = at - ticks();
    },
    now: () => (ahead === null ? Date.now() : ticks() + ahead),
  };
}

/** Of the one server that this page was made by. */
export const serverClock = clockOf();
