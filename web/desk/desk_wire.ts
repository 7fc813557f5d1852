/** What goes over the desk's wire, as `/openapi.json` describes it under /v1/desk. */
import type { Language } from "../shared/languages.ts";
import type { ConversationState, Message } from "../shared/wire.ts";

export type Priority = "urgent" | "normal";
export type Presence = "online" | "away" | "offline";
export type Role = "agent" | "supervisor";

export const REASONS = ["solved", "hotline", "bank_or_police", "no_answer", "abuse", "other"] as const;
export type Reason = (typeof REASONS)[number];

/** The ways in that this desk offers. */
export interface SignInWays {
  readonly password: boolean;
  /** The name on the button of the company's own sign-in, if there is one. */
  readonly openid: string | null;
  /** False on a desk where nobody was given an account yet. */
  readonly agents: boolean;
}

export interface Person {
  readonly id: string;
  readonly display_name: string;
}

export interface Agent extends Person {
  readonly name: string;
  readonly role: Role;
  readonly languages: readonly Language[];
  readonly presence: Presence;
  /** How many conversations they hold. */
  readonly conversations: number;
}

/** What customers write of themselves or of somebody near: that they no longer want to live, or fear for their safety. */
export const DANGERS = ["crisis", "in_danger"] as const;
export type Danger = (typeof DANGERS)[number];

export interface Waiting {
  readonly conversation_id: string;
  readonly language: Language;
  /** The languages the customer accepts. */
  readonly languages: readonly Language[];
  readonly topic: string | null;
  readonly priority: Priority;
  readonly danger: Danger | null;
  readonly since: string;
  readonly place: number;
  /** Whether whoever is signed in may take it. */
  readonly speakable: boolean;
}

export interface Held {
  readonly conversation_id: string;
  readonly language: Language;
  readonly topic: string | null;
  readonly priority: Priority;
  readonly danger: Danger | null;
  readonly agent: Person;
  readonly since: string;
  readonly last_from: string;
  readonly last_at: string;
  readonly mine: boolean;
}

export interface Board {
  /** Whether the desk is open by its hours. */
  readonly open: boolean;
  readonly limit_minutes: number;
  /** Those who are next; `waiting_count` is how many wait in all. */
  readonly waiting: readonly Waiting[];
  readonly waiting_count: number;
  readonly held: readonly Held[];
  readonly agents: readonly Agent[];
  readonly open_tickets: number;
}

/** For colleagues only. */
export interface Note {
  readonly id: string;
  readonly agent: Person;
  readonly text: string;
  readonly at: string;
}

export interface Rating {
  readonly stars: number;
  readonly comment: string;
}

export interface HelpLine {
  readonly title: string;
  /** As people write it; "" for help that has none. */
  readonly number: string;
  /** Where it is called (`tel:`), or its site. */
  readonly url: string | null;
}

/** What an agent has at hand for somebody in danger. */
export interface Help {
  readonly lines: readonly HelpLine[];
  /** The operator's own page, in the small Markdown; "" where they wrote none. */
  readonly procedure: string;
}

export interface Conversation {
  readonly conversation_id: string;
  readonly state: ConversationState;
  readonly language: Language;
  readonly client: string;
  readonly started_at: string;
  readonly priority: Priority;
  readonly danger: Danger | null;
  readonly help: Help | null;
  readonly since: string;
  readonly agent: Person | null;
  readonly messages: readonly Message[];
  readonly notes: readonly Note[];
  readonly topics: readonly string[];
  /** The customer's messages that the assistant did not understand. */
  readonly unsure: readonly string[];
  readonly helped_before: boolean;
  readonly rating: Rating | null;
}

export interface Ticket {
  readonly id: string;
  readonly conversation_id: string;
  readonly language: Language;
  readonly text: string;
  readonly phone: string;
  readonly at: string;
  readonly state: "open" | "done";
  readonly done_by: string | null;
}

export interface CannedReply {
  readonly shortcut: string;
  /** What it is written for, if for something particular. */
  readonly topics: readonly string[];
  readonly title: Readonly<Record<Language, string>>;
  readonly text: Readonly<Record<Language, string>>;
}

export interface AgentReport {
  readonly agent: Person;
  readonly conversations: number;
  readonly held_now: number;
  readonly median_handling_s: number | null;
  readonly rating: { readonly count: number; readonly mean: number | null };
}

export interface RatingComment {
  readonly stars: number;
  readonly comment: string;
  readonly language: Language;
  readonly at: string;
}

export interface Report {
  readonly waits: {
    readonly taken: number;
    readonly left: number;
    readonly median_s: number | null;
    readonly p90_s: number | null;
    readonly longest_s: number | null;
  };
  readonly now: {
    readonly waiting: number;
    readonly longest_s: number | null;
    readonly agents_online: number;
    readonly held: number;
  };
  readonly agents: readonly AgentReport[];
  readonly ratings: {
    readonly count: number;
    readonly mean: number | null;
    /** How many gave 1, 2, 3, 4 and 5. */
    readonly stars: readonly number[];
    readonly comments: readonly RatingComment[];
  };
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
  readonly open_tickets: number;
}

export type DeskEvent =
  | { readonly type: "board"; readonly board: Board }
  | {
      readonly type: "conversation";
      readonly conversation_id: string;
      readonly state: ConversationState;
      readonly messages: readonly Message[];
      readonly notes: readonly Note[];
    }
  | { readonly type: "typing"; readonly conversation_id: string; readonly on: boolean };
