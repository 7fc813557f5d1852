/** What a screen draws of a conversation, and what it is told between two drawings. */
import type { Message, QueuePlace } from "./api_readers.ts";
import type { Sender, State } from "./api_types.ts";
import type { Unsent } from "./drafts.ts";
import type { Language } from "./languages.ts";
import type { StreamState } from "./stream.ts";

export interface Snapshot {
  /** `idle`: not begun; `failed`: could not begin; `over`: the customer ended it. */
  readonly phase: "idle" | "starting" | "failed" | "open" | "over";
  readonly stream: StreamState;
  readonly state: State;
  /** The place in the queue, while the customer waits. */
  readonly waiting: QueuePlace | null;
  /** The name of the person who has the conversation, if one has it and it was told. */
  readonly agent: string | null;
  readonly language: Language;
  /** What was said when the last conversation was erased at the customer's word; it stands before the next one. */
  readonly farewell: readonly Message[];
  readonly messages: readonly Message[];
  /** What the gateway says meanwhile, when it can keep nothing. */
  readonly apologies: readonly Message[];
  readonly unsent: readonly Unsent[];
  readonly typing: Sender | null;
  readonly unread: number;
  /** The id of the first of them. */
  readonly firstUnread: string | null;
  /** Why the log is empty although there was a conversation. */
  readonly notice: "renewed" | "erased" | null;
}

/** Messages that are new, and were not on the screen before. */
export class Arrived extends Event {
  constructor(readonly messages: readonly Message[]) {
    super("arrived");
  }
}
