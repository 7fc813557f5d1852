/** What an agent was writing, by conversation. It belongs to one tab, and survives a reload but no sign-out. */
import { type Drafts, sessionDrafts } from "../shared/drafts.ts";

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
  let open: string | null = null;
  return {
    get openId() {
      try {
        return sessionStorage.getItem(OPEN);
      } catch {
        return open;
      }
    },
    set openId(id) {
      open = id;
      try {
        if (id === null) sessionStorage.removeItem(OPEN);
        else sessionStorage.setItem(OPEN, id);
      } catch {
        // Blocked; memory has it.
      }
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
      try {
        if (agentId === null || sessionStorage.getItem(OWNER) !== agentId) {
          known = new Map();
          for (const key of Object.keys(sessionStorage)) if (key.includes(DESK)) sessionStorage.removeItem(key);
        }
        if (agentId === null) sessionStorage.removeItem(OWNER);
        else sessionStorage.setItem(OWNER, agentId);
      } catch {
        if (agentId === null) known = new Map(); // storage is blocked: they live as long as the page
      }
    },
  };
}
