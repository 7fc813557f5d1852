/**
 * What goes between the gateway and its clients; see decision 33.
 * Written by `make types` from bot/gateway/http/openapi.yml: change that, and not this.
 */
import type { Language as KnownLanguage } from "./languages.ts";

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Language: KnownLanguage;
        /**
         * @description Who answers: the assistant, the assistant while a person is waited for, a person, nobody until the customer writes again.
         * @enum {string}
         */
        readonly State: "bot" | "waiting" | "agent" | "closed";
        /** @enum {string} */
        readonly Sender: "customer" | "bot" | "agent" | "system";
        /** @enum {string} */
        readonly Client: "web" | "app";
        readonly NewConversation: {
            /** @description The language of the customer's page; without it, or where the company does not offer it, the first that is offered. */
            readonly language?: components["schemas"]["Language"] | null;
            /** @default web */
            readonly client: components["schemas"]["Client"];
        };
        readonly NewMessage: {
            /** @description In Unicode characters. */
            readonly text?: string | null;
            /** @description The id of a button of this conversation. */
            readonly button?: string | null;
            readonly client_message_id?: string | null;
        } & ({
            readonly text: string;
            readonly button?: null;
        } | {
            readonly button: string;
            readonly text?: null;
        });
        readonly NewTicket: {
            /** @description In Unicode characters. */
            readonly text: string;
            /** @description The number to call back, grouped or not; without a country's code it is Belgian. What nobody could dial is a 422 of the kind phone-too-short, phone-too-long or phone-unknown. */
            readonly phone: string;
            readonly client_message_id?: string | null;
        };
        readonly NewTyping: {
            readonly on: boolean;
        };
        readonly NewRating: {
            readonly stars: number;
            readonly comment?: string | null;
        };
        readonly Button: {
            readonly id: string;
            readonly title: string;
        };
        readonly Link: {
            readonly title: string;
            readonly url: string;
        };
        readonly Message: {
            /** @description Sorts as text in the order of the conversation. */
            readonly id: string;
            readonly from: components["schemas"]["Sender"];
            /** @description Plain, or a small Markdown: lists, emphasis. Never HTML. */
            readonly text: string;
            readonly language: components["schemas"]["Language"];
            readonly topic?: string;
            /**
             * @description For the topic `data_type`, `data_type` and `involved` (yes, no, unknown); for `check_message`, `signs`; for `handoff`, `handoff` (what happened: queued, limit,
             *     nobody_there, other_language, taken …) with `place`, `wait_minutes`, `agent` or `rate`; an agent's message names the `agent`. `ticket` is true where a message may be left.
             *     For `hidden`, from `system`, `hidden` names the kinds of secrets that were hidden in the customer's message before it was kept, each kind once per conversation.
             */
            readonly details?: {
                readonly [key: string]: unknown;
            };
            readonly buttons?: readonly components["schemas"]["Button"][];
            readonly links?: readonly components["schemas"]["Link"][];
            /** @description The id that the client gave, on the customer's own messages. */
            readonly client_message_id?: string;
            /** Format: date-time */
            readonly at: string;
        };
        readonly Answer: {
            readonly messages: readonly components["schemas"]["Message"][];
            readonly state: components["schemas"]["State"];
            readonly language: components["schemas"]["Language"];
            /** @description In the queue, when waiting; 1 is next. */
            readonly place?: number;
            /** @description The wait to expect, when waiting; null when it cannot be told. */
            readonly wait_minutes?: number | null;
        };
        readonly Page: components["schemas"]["Answer"] & {
            readonly more: boolean;
        };
        readonly Transcript: components["schemas"]["Answer"] & {
            readonly conversation_id: string;
        };
        /** @description What is pushed to a customer's client. */
        readonly StreamEvent: {
            /** @constant */
            readonly type: "message";
            readonly message: components["schemas"]["Message"];
        } | {
            /** @constant */
            readonly type: "typing";
            /** @enum {unknown} */
            readonly from: "bot" | "agent";
            readonly on: boolean;
        } | {
            /** @constant */
            readonly type: "state";
            readonly state: components["schemas"]["State"];
            /** @description In the queue, when waiting; 1 is next. */
            readonly place?: number;
            /** @description The wait to expect, when waiting; null when it cannot be told. */
            readonly wait_minutes?: number | null;
        } | {
            /** @constant */
            readonly type: "erased";
        } | {
            /** @constant */
            readonly type: "pong";
        };
        readonly Key: {
            readonly conversation_id: string;
            readonly token: string;
            /** Format: date-time */
            readonly expires_at: string;
        };
        readonly BegunConversation: components["schemas"]["Answer"] & components["schemas"]["Key"];
        readonly Credentials: {
            readonly name: string;
            readonly password: string;
            /** @description Of an authenticator app */
            readonly code?: string | null;
        };
        readonly SignInWays: {
            readonly password: boolean;
            /** @description What the button says that leads to `/v1/desk/openid/start`. */
            readonly openid: string | null;
            /** @description Whether anybody was given an account yet. */
            readonly agents: boolean;
        };
        readonly SignedIn: {
            readonly agent: components["schemas"]["Agent"];
        };
        /** @enum {string} */
        readonly Presence: "online" | "away" | "offline";
        /** @enum {string} */
        readonly Role: "agent" | "supervisor";
        /** @enum {string} */
        readonly ClosingReason: "solved" | "hotline" | "bank_or_police" | "no_answer" | "abuse" | "other";
        readonly NewPresence: {
            /** @enum {string} */
            readonly presence: "online" | "away";
        };
        readonly NewTake: {
            /** @default false */
            readonly over: boolean;
        };
        readonly NewReply: {
            /** @description In Unicode characters; something to read. */
            readonly text: string;
            readonly client_message_id: string;
        };
        readonly NewNote: {
            /** @description In Unicode characters; something to read. */
            readonly text: string;
        };
        readonly NewTransfer: {
            /** @description An agent's id; null is the queue. */
            readonly to?: string | null;
            /** @description For who takes it next. */
            readonly note?: string | null;
        };
        readonly NewClose: {
            readonly reason: components["schemas"]["ClosingReason"];
        };
        readonly Person: {
            readonly id: string;
            readonly display_name: string;
        };
        /**
         * @description In the order of the queue.
         * @enum {unknown}
         */
        readonly Priority: "danger" | "urgent" | "normal";
        /**
         * @description To the customer's life (`crisis`) or safety (`in_danger`), heard in what they wrote at any time; for the desk only. Their place in the queue is before all others'.
         * @enum {string}
         */
        readonly Danger: "crisis" | "in_danger";
        readonly HelpLine: {
            /** @description In the agent's language. */
            readonly title: string;
            /** @description As people write it; empty for a site. */
            readonly number: string;
            /** @description Where it is called (`tel:`), or its site. */
            readonly url: string;
        };
        /** @description What an agent has at hand beside a conversation about danger. */
        readonly Help: {
            /** @description Who else helps, in the customer's language. */
            readonly lines: readonly components["schemas"]["HelpLine"][];
            /** @description What the operator wants done, in the agent's language. */
            readonly procedure: string;
        };
        readonly Agent: {
            readonly id: string;
            /** @description What the agent signs in with. */
            readonly name: string;
            /** @description What customers and colleagues read. */
            readonly display_name: string;
            readonly role: components["schemas"]["Role"];
            readonly languages: readonly components["schemas"]["Language"][];
            readonly presence: components["schemas"]["Presence"];
            /** @description How many they have now. */
            readonly conversations: number;
        };
        readonly Note: {
            readonly id: string;
            readonly agent: components["schemas"]["Person"];
            readonly text: string;
            /** Format: date-time */
            readonly at: string;
        };
        readonly Rating: {
            readonly stars: number;
            readonly comment: string | null;
        };
        readonly Case: {
            readonly conversation_id: string;
            readonly state: components["schemas"]["State"];
            readonly language: components["schemas"]["Language"];
            readonly client: components["schemas"]["Client"];
            /** Format: date-time */
            readonly started_at: string;
            readonly priority: components["schemas"]["Priority"];
            readonly danger: components["schemas"]["Danger"] | null;
            readonly help?: components["schemas"]["Help"];
            /** @description When the customer asked for a person; null when the hand-off is over. */
            readonly since: string | null;
            readonly agent: components["schemas"]["Person"] | null;
            /** @description The latest 2000. */
            readonly messages: readonly components["schemas"]["Message"][];
            readonly notes: readonly components["schemas"]["Note"][];
            /** @description What the assistant spoke about, in order, each once. */
            readonly topics: readonly string[];
            /** @description Ids of the customer's messages that the assistant did not understand. */
            readonly unsure: readonly string[];
            /** @description By a person. */
            readonly helped_before: boolean;
            readonly rating: components["schemas"]["Rating"] | null;
        };
        /** @description Pushed on the stream. */
        readonly Board: {
            /** @description Whether the desk has its hours now. */
            readonly open: boolean;
            /** @description After which customers are asked what to do. */
            readonly limit_minutes: number;
            /** @description The next 300 in order. */
            readonly waiting: readonly components["schemas"]["Waiting"][];
            readonly waiting_count: number;
            /** @description An agent's own; for supervisors everybody's. */
            readonly held: readonly components["schemas"]["Held"][];
            readonly agents: readonly components["schemas"]["Agent"][];
            readonly open_tickets: number;
        };
        readonly Waiting: {
            readonly conversation_id: string;
            readonly language: components["schemas"]["Language"];
            /** @description In which the customer accepts to be answered. */
            readonly languages: readonly components["schemas"]["Language"][];
            readonly topic: string | null;
            readonly priority: components["schemas"]["Priority"];
            readonly danger: components["schemas"]["Danger"] | null;
            /** Format: date-time */
            readonly since: string;
            readonly place: number;
            /** @description Whether this agent may take it. */
            readonly speakable: boolean;
        };
        readonly Held: {
            readonly conversation_id: string;
            readonly language: components["schemas"]["Language"];
            readonly topic: string | null;
            readonly priority: components["schemas"]["Priority"];
            readonly danger: components["schemas"]["Danger"] | null;
            readonly agent: components["schemas"]["Person"];
            /**
             * Format: date-time
             * @description When this person got it.
             */
            readonly since: string;
            readonly last_from: components["schemas"]["Sender"];
            /** Format: date-time */
            readonly last_at: string;
            readonly mine: boolean;
        };
        /** @description What is pushed to the agents' page. */
        readonly DeskEvent: {
            /** @constant */
            readonly type: "board";
            readonly board: components["schemas"]["Board"];
        } | {
            /** @constant */
            readonly type: "conversation";
            readonly conversation_id: string;
            readonly state: components["schemas"]["State"];
            readonly messages: readonly components["schemas"]["Message"][];
            readonly notes: readonly components["schemas"]["Note"][];
        } | {
            /** @constant */
            readonly type: "typing";
            readonly conversation_id: string;
            readonly on: boolean;
        } | {
            /** @constant */
            readonly type: "pong";
        };
        /** @description What the agents' page says on the stream. */
        readonly DeskCommand: {
            /** @constant */
            readonly type: "watch";
            readonly conversation_id: string;
            /** @description The id of the last message that the page has. */
            readonly after?: string;
        } | {
            /** @constant */
            readonly type: "unwatch";
            readonly conversation_id: string;
        } | {
            /** @constant */
            readonly type: "typing";
            readonly conversation_id: string;
            readonly on: boolean;
        } | {
            /** @constant */
            readonly type: "ping";
        };
        readonly Ticket: {
            readonly id: string;
            readonly conversation_id: string;
            readonly language: components["schemas"]["Language"];
            readonly text: string;
            readonly phone: string;
            /** Format: date-time */
            readonly at: string;
            /** @enum {unknown} */
            readonly state: "open" | "done";
            /** @description The agent's name that colleagues read. */
            readonly done_by: string | null;
        };
        readonly InEachLanguage: Readonly<Record<KnownLanguage, string>>;
        readonly CannedReply: {
            readonly shortcut: string;
            /** @description What it is written for; it comes first beside a conversation about that. */
            readonly topics: readonly string[];
            readonly title: components["schemas"]["InEachLanguage"];
            readonly text: components["schemas"]["InEachLanguage"];
        };
        readonly AgentReport: {
            readonly agent: components["schemas"]["Person"];
            readonly conversations: number;
            readonly held_now: number;
            readonly median_handling_s: number | null;
            readonly rating: components["schemas"]["Rated"];
        };
        readonly RatingComment: {
            readonly stars: number;
            readonly comment: string;
            readonly language: components["schemas"]["Language"];
            /** Format: date-time */
            readonly at: string;
        };
        readonly Rated: {
            readonly count: number;
            readonly mean: number | null;
        };
        readonly Report: {
            readonly waits: {
                /** @description Waits that ended with a person. */
                readonly taken: number;
                /** @description Waits that ended without. */
                readonly left: number;
                readonly median_s: number | null;
                readonly p90_s: number | null;
                readonly longest_s: number | null;
            };
            readonly now: {
                readonly waiting: number;
                readonly longest_s: number;
                readonly agents_online: number;
                readonly held: number;
            };
            readonly agents: readonly components["schemas"]["AgentReport"][];
            readonly ratings: components["schemas"]["Rated"] & {
                /** @description How many gave 1 to 5. */
                readonly stars: readonly number[];
                readonly comments: readonly components["schemas"]["RatingComment"][];
            };
            /** @description How often conversations ended with each. */
            readonly reasons: {
                readonly [key: string]: number;
            };
            readonly open_tickets: number;
        };
        readonly HelpdeskEvent: {
            /** @description Yours; the same when the event is told again. */
            readonly id: string;
            /** @enum {unknown} */
            readonly event: "reply" | "taken" | "returned" | "closed";
            /** @description What we called it. */
            readonly conversation: string;
            /** @description When it was so: seconds since 1970, or a date and time. */
            readonly at: number | string;
            /** @description Who did it; needed for `reply` and `taken`. Customers see the name. */
            readonly agent?: {
                readonly id: string;
                readonly name: string;
            };
            /** @description What the agent says; needed for `reply`. */
            readonly text?: string;
            /** @description Of `closed`; `solved` without it. */
            readonly reason?: components["schemas"]["ClosingReason"];
        };
        readonly Readiness: {
            /** @enum {unknown} */
            readonly status: "ready" | "apologising" | "not ready";
            /** @description `redis` where one is set; without it everybody is served, and hears later of what is said at another gateway. */
            readonly parts: {
                readonly [key: string]: "ok" | "no answer" | "no model" | "warming up" | "failing";
            };
        };
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            /** @description For developers; never repeats what was sent. */
            readonly detail: string;
            /** @description Of `second-factor-new`: what to note in an authenticator app, in base 32. */
            readonly key?: string;
            /** @description The same as an otpauth address. */
            readonly uri?: string;
            /** @description Of `store-unavailable`: what to show the customer, in the language of Accept-Language; it is kept nowhere. */
            readonly message?: {
                /** @enum {unknown} */
                readonly from: "bot";
                readonly text: string;
                readonly language: components["schemas"]["Language"];
                readonly links: readonly components["schemas"]["Link"][];
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Language = components['schemas']['Language'];
export type State = components['schemas']['State'];
export type Sender = components['schemas']['Sender'];
export type Client = components['schemas']['Client'];
export type NewConversation = components['schemas']['NewConversation'];
export type NewMessage = components['schemas']['NewMessage'];
export type NewTicket = components['schemas']['NewTicket'];
export type NewTyping = components['schemas']['NewTyping'];
export type NewRating = components['schemas']['NewRating'];
export type Button = components['schemas']['Button'];
export type Link = components['schemas']['Link'];
export type Message = components['schemas']['Message'];
export type Answer = components['schemas']['Answer'];
export type Page = components['schemas']['Page'];
export type Transcript = components['schemas']['Transcript'];
export type StreamEvent = components['schemas']['StreamEvent'];
export type Key = components['schemas']['Key'];
export type BegunConversation = components['schemas']['BegunConversation'];
export type Credentials = components['schemas']['Credentials'];
export type SignInWays = components['schemas']['SignInWays'];
export type SignedIn = components['schemas']['SignedIn'];
export type Presence = components['schemas']['Presence'];
export type Role = components['schemas']['Role'];
export type ClosingReason = components['schemas']['ClosingReason'];
export type NewPresence = components['schemas']['NewPresence'];
export type NewTake = components['schemas']['NewTake'];
export type NewReply = components['schemas']['NewReply'];
export type NewNote = components['schemas']['NewNote'];
export type NewTransfer = components['schemas']['NewTransfer'];
export type NewClose = components['schemas']['NewClose'];
export type Person = components['schemas']['Person'];
export type Priority = components['schemas']['Priority'];
export type Danger = components['schemas']['Danger'];
export type HelpLine = components['schemas']['HelpLine'];
export type Help = components['schemas']['Help'];
export type Agent = components['schemas']['Agent'];
export type Note = components['schemas']['Note'];
export type Rating = components['schemas']['Rating'];
export type Case = components['schemas']['Case'];
export type Board = components['schemas']['Board'];
export type Waiting = components['schemas']['Waiting'];
export type Held = components['schemas']['Held'];
export type DeskEvent = components['schemas']['DeskEvent'];
export type DeskCommand = components['schemas']['DeskCommand'];
export type Ticket = components['schemas']['Ticket'];
export type InEachLanguage = components['schemas']['InEachLanguage'];
export type CannedReply = components['schemas']['CannedReply'];
export type AgentReport = components['schemas']['AgentReport'];
export type RatingComment = components['schemas']['RatingComment'];
export type Rated = components['schemas']['Rated'];
export type Report = components['schemas']['Report'];
export type HelpdeskEvent = components['schemas']['HelpdeskEvent'];
export type Readiness = components['schemas']['Readiness'];
export type Problem = components['schemas']['Problem'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
