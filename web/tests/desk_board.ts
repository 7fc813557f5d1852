/** A desk kept in memory: the conversations of the stand-in server, and the moves that agents and customers make. */
import type { Help } from "../desk/desk_readers.ts";
import type { Message } from "../shared/api_readers.ts";
import type { Agent, Board, Danger, Person, State } from "../shared/api_types.ts";
import type { Language } from "../shared/languages.ts";

export interface DeskAgent {
  readonly id: string;
  readonly name: string;
  readonly display_name: string;
  readonly role: "agent" | "supervisor";
  readonly languages: readonly Language[];
  readonly password: string;
  /** Of an app, when a second proof is asked for. */
  code?: string;
  presence: "online" | "away" | "offline";
}

export interface DeskConversation {
  readonly id: string;
  readonly language: Language;
  readonly languages: Language[];
  readonly client: "web" | "app";
  readonly started_at: string;
  topic: string | null;
  priority: "urgent" | "normal";
  danger: Danger | null;
  help: Help | null;
  since: string;
  state: State;
  holder: string | null;
  readonly messages: Message[];
  readonly notes: { id: string; agent: string; text: string; at: string }[];
  readonly sent: Map<string, Message>;
  readonly topics: string[];
  readonly unsure: string[];
  helped_before: boolean;
  reason: string | null;
}

export interface DeskTicket {
  readonly id: number;
  readonly conversation_id: string;
  readonly language: Language;
  readonly text: string;
  readonly phone: string;
  readonly at: string;
  done_by: string | null;
}

export class DeskBoard {
  readonly agents: DeskAgent[] = [];
  readonly conversations = new Map<string, DeskConversation>();
  readonly tickets: DeskTicket[] = [];
  /** Told after each change, with the conversation that it was in and its messages and notes from there on. */
  changed: (id: string | null, messages?: readonly Message[], notes?: DeskConversation["notes"]) => void = () => {};

  addAgent(agent: Partial<DeskAgent> & Pick<DeskAgent, "id" | "display_name">): DeskAgent {
    const added: DeskAgent = {
      name: agent.id,
      role: "agent",
      languages: ["fr", "nl", "en"],
      password: "correct horse battery",
      presence: "online",
      ...agent,
    };
    this.agents.push(added);
    return added;
  }

  /** A customer who waits; `minutes` ago they began to. */
  addWaiting(id: string, given: Partial<DeskConversation> = {}, minutes = 1): DeskConversation {
    const conversation: DeskConversation = {
      id,
      language: "fr",
      languages: [given.language ?? "fr"],
      client: "web",
      started_at: ago(minutes + 3),
      topic: "data_affected",
      priority: "normal",
      danger: null,
      help: null,
      since: ago(minutes),
      state: "waiting",
      holder: null,
      messages: [],
      notes: [],
      sent: new Map(),
      topics: ["data_affected"],
      unsure: [],
      helped_before: false,
      reason: null,
      ...given,
    };
    this.conversations.set(id, conversation);
    this.changed(id);
    return conversation;
  }

  say(id: string, from: Message["from"], text: string, more: Partial<Message> = {}): Message {
    const conversation = this.get(id);
    const message: Message = {
      id: String(conversation.messages.length + 1),
      from,
      text,
      language: conversation.language,
      buttons: [],
      links: [],
      at: new Date().toISOString(),
      ...more,
    };
    conversation.messages.push(message);
    this.changed(id, [message]);
    return message;
  }

  note(id: string, agent: string, text: string): DeskConversation["notes"][number] {
    const conversation = this.get(id);
    const note = { id: `n${conversation.notes.length + 1}`, agent, text, at: new Date().toISOString() };
    conversation.notes.push(note);
    this.changed(id, [], [note]);
    return note;
  }

  /** Gives it to an agent, or with null back to the queue. */
  hold(id: string, agent: string | null): void {
    const conversation = this.get(id);
    conversation.holder = agent;
    conversation.state = agent ? "agent" : "waiting";
    if (agent) conversation.since = new Date().toISOString();
    this.changed(id);
  }

  /** What the customer writes is heard as danger, whoever has them. */
  endanger(id: string, danger: Danger, help: Help | null = null): void {
    Object.assign(this.get(id), { danger, help });
    this.changed(id);
  }

  end(id: string, state: "bot" | "closed", reason: string | null = null): void {
    const conversation = this.get(id);
    conversation.holder = null;
    conversation.state = state;
    conversation.reason = reason;
    this.changed(id);
  }

  get(id: string): DeskConversation {
    const conversation = this.conversations.get(id);
    if (!conversation) throw new Error(`no conversation ${id}`);
    return conversation;
  }

  toJson(agent: DeskAgent): Agent {
    const { password: _, code: __, ...shown } = agent;
    const held = [...this.conversations.values()].filter(({ holder }) => holder === agent.id);
    return { ...shown, conversations: held.length };
  }

  person(id: string): Person {
    const agent = this.agents.find((one) => one.id === id);
    return { id, display_name: agent?.display_name ?? "" };
  }

  queue(): DeskConversation[] {
    const rank = ({ danger, priority, since }: DeskConversation) =>
      `${danger ? 0 : priority === "urgent" ? 1 : 2}${since}`;
    const waiting = [...this.conversations.values()].filter(({ state }) => state === "waiting");
    return waiting.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }

  /** The board as `agent` may see it. */
  for(agent: DeskAgent): Board {
    const held = [...this.conversations.values()].flatMap((each) => {
      const { holder } = each;
      const seen = holder === agent.id || agent.role === "supervisor";
      return holder !== null && seen ? [{ ...each, holder }] : [];
    });
    const queue = this.queue();
    return {
      open: true,
      limit_minutes: 10,
      waiting_count: queue.length,
      waiting: queue.map((waiting, index) => ({
        conversation_id: waiting.id,
        language: waiting.language,
        languages: waiting.languages,
        topic: waiting.topic,
        priority: waiting.priority,
        danger: waiting.danger,
        since: waiting.since,
        place: index + 1,
        speakable: waiting.languages.some((language) => agent.languages.includes(language)),
      })),
      held: held.map((each) => ({
        conversation_id: each.id,
        language: each.language,
        topic: each.topic,
        priority: each.priority,
        danger: each.danger,
        agent: this.person(each.holder),
        since: each.since,
        last_from: each.messages.at(-1)?.from ?? "customer",
        last_at: each.messages.at(-1)?.at ?? each.since,
        mine: each.holder === agent.id,
      })),
      agents: this.agents.map((each) => this.toJson(each)),
      open_tickets: this.tickets.filter(({ done_by }) => done_by === null).length,
    };
  }
}

export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}
