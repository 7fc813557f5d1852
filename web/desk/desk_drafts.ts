/** What an agent was writing, by conversation. It belongs to one tab, and survives a reload but no sign-out. */
import { type Drafts, sessionDrafts } from "../shared/drafts.ts";
import { shelf } from "../shared/shelf.ts";

export type Draft = Pick<Drafts, "text" | "unsent">;

export interface ConversationDrafts {
  readonly reply: Draft;
  readonly note: Draft;
}

export interface DeskDrafts {
  of(conversationId: string): ConversationDrafts;
  /** The conversation on the screen. */
  openId: string | null;
  /** After a sign-out somebody else may sit here; who was only asked to sign in again finds all that was theirs. */
  keepOnlyOf(agentId: string | null): void;
}

/** In the name of everything that is kept here. */
const DESK = ".desk.";
const OPEN = `breachline${DESK}open`;
const OWNER = `breachline${DESK}agent`;

export function browserDeskDrafts(): DeskDrafts {
  let known = new Map<string, ConversationDrafts>();
  const kept = shelf(() => sessionStorage);
  return {
    get openId() {
      return kept.read(OPEN);
    },
    set openId(id) {
      kept.write(OPEN, id);
    },
    of(conversationId) {
      const drafts = known.get(conversationId) ?? {
        reply: sessionDrafts(`${DESK}reply.${conversationId}`),
        note: sessionDrafts(`${DESK}note.${conversationId}`),
      };
      known.set(conversationId, drafts);
      return drafts;
    },
    keepOnlyOf(agentId) {
      if (agentId === null || kept.read(OWNER) !== agentId) {
        known = new Map();
        kept.clear(DESK);
      }
      kept.write(OWNER, agentId);
    },
  };
}
