/** What a chat's client is made of: the world around it, which a page and a test bring each their own of. */
import type { Api } from "./api.ts";
import type { Client } from "./api_types.ts";
import type { Pace } from "./chat_stream.ts";
import type { Drafts } from "./drafts.ts";
import type { Keeper } from "./keeper.ts";
import type { Language } from "./languages.ts";
import type { Network } from "./network.ts";
import type { TypingPace } from "./typing_report.ts";

export interface Parts {
  readonly api: Api;
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
