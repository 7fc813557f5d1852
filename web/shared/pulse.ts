/**
 * Whether the other end of a socket is still there. A proxy may swallow all that is sent after a phone has slept, and a
 * browser neither shows a server's pings nor sends its own: whoever only listens would listen to nobody for minutes.
 */
export interface Liveness {
  /** Milliseconds of silence after which the other end is asked. */
  readonly every: number;
  /** Milliseconds it has to answer. */
  readonly patience: number;
}

/** Together under twenty seconds, and a ping costs the gateway no look into its store. */
export const LIVENESS: Liveness = { every: 10_000, patience: 6_000 };

export const PING = '{"type":"ping"}';

export class Pulse {
  readonly #socket: Pick<WebSocket, "send">;
  readonly #dead: () => void;
  readonly #liveness: Liveness;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = false;

  constructor(socket: Pick<WebSocket, "send">, dead: () => void, liveness: Liveness) {
    this.#socket = socket;
    this.#dead = dead;
    this.#liveness = liveness;
  }

  /** Whatever came shows that somebody is there. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#asked = false;
    this.#timer = setTimeout(() => this.ask(), this.#liveness.every);
  }

  /** Now, and not at the next turn: the customer came back to the page, or the network did. */
  ask(): void {
    if (this.#asked) return;
    clearTimeout(this.#timer);
    this.#asked = true;
    this.#socket.send(PING);
    this.#timer = setTimeout(this.#dead, this.#liveness.patience);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
