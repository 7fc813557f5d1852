/** What a connection is made of: the world around it, which a page and a test bring each their own of. */
import type { Drafts } from "./drafts.ts";
import type { Gateway } from "./gateway.ts";
import type { Keeper } from "./keeper.ts";
import type { Language } from "./languages.ts";
import type { Network } from "./network.ts";
import type { Pace } from "./receiver.ts";
import type { TypingPace } from "./typing_report.ts";
import type { Client } from "./wire.ts";

export interface Parts {
  readonly gateway: Gateway;
  readonly keeper: Keeper;
  readonly drafts: Drafts;
  readonly network: Network;
  readonly client: Client;
  readonly language: Language;
  /** The app opens the conversation and hands it over; until then there is none, and none is begun here. */
  readonly waitsForToken?: boolean;
  readonly pace?: Pace;
  readonly typingPace?: TypingPace;
}
