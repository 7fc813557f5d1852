/** What the desk's screen draws, and what it is told between two drawings. */
import type { Board, CannedReply } from "./desk_readers.ts";
import type { SessionState } from "./desk_session.ts";
import type { DeskStreamState } from "./desk_stream.ts";
import type { News } from "./news.ts";
import type { WatchedConversation } from "./watched_conversation.ts";

export interface DeskSnapshot extends SessionState {
  readonly stream: DeskStreamState;
  readonly board: Board | null;
  readonly open: WatchedConversation | null;
  readonly replies: readonly CannedReply[];
}

/** What an agent would want to be called for; told once. */
export class NewsCame extends Event {
  constructor(readonly news: readonly News[]) {
    super("news");
  }
}
