/** The desk's stream: what is pushed to an agent, and what they say on it. It tells when the session is over. */
import type { DeskCommand } from "../shared/api_types.ts";
import type { BackOff } from "../shared/back_off.ts";
import type { Network } from "../shared/network.ts";
import type { Liveness } from "../shared/pulse.ts";
import { Refused } from "../shared/request.ts";
import { type Ended, Stream, type StreamState } from "../shared/stream.ts";
import type { DeskApi } from "./desk_api.ts";
import { type DeskEvent, readDeskEvent } from "./desk_readers.ts";

/** What the desk does not get by its stream it does without. */
export type DeskStreamState = Exclude<StreamState, "polling">;

export interface DeskStreamEvents {
  state(state: DeskStreamState): void;
  event(event: DeskEvent): void;
  signedOut(): void;
}

const SIGNED_OUT = 4401;

export class DeskStream {
  readonly #stream: Stream<DeskEvent>;

  constructor(
    readonly api: DeskApi,
    readonly network: Network,
    readonly on: DeskStreamEvents,
    pace?: () => BackOff,
    liveness?: Liveness,
  ) {
    this.#stream = new Stream({
      open: api.stream,
      read: readDeskEvent,
      network,
      ...(pace ? { backOff: pace() } : {}),
      ...(liveness ? { liveness } : {}),
      state: on.state,
      event: on.event,
      ended: (ended) => this.#ended(ended),
    });
  }

  stop(): void {
    this.#stream.stop();
  }

  /** Forgotten when the stream is not open: on opening, whoever listens says anew what it watches. */
  send(command: DeskCommand): void {
    this.#stream.send(JSON.stringify(command));
  }

  async #ended({ opened, code }: Ended): Promise<"wait"> {
    // After one that was open another is tried first: what HTTP has in reserve may be as dead as the one that ended.
    if (code === SIGNED_OUT || (!opened && (await this.#sessionOver()))) {
      this.stop();
      this.on.signedOut();
    } else if (!opened && !this.#stream.signal.aborted) this.on.state(this.network.online ? "lost" : "offline");
    return "wait";
  }

  /** A browser does not say why a handshake was refused, so the session is asked for. */
  async #sessionOver(): Promise<boolean> {
    try {
      await this.api.session();
      return false;
    } catch (error) {
      return error instanceof Refused && error.status === 401;
    }
  }
}
