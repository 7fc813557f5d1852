/**
 * Reads what the desk's server sends. Nothing from outside is believed to have its type: a server newer than this page may
 * send what it does not know. What a value cannot do without makes it nothing (`null`), and an entry of a list is then
 * left out; everything else has a fallback. Each schema is held against the type that the server describes.
 */
import * as v from "valibot";
import { type Message, readMessage } from "../shared/api_readers.ts";
import type * as api from "../shared/api_types.ts";
import { isLanguage, LANGUAGES, type Language } from "../shared/languages.ts";

type Reads<T> = v.GenericSchema<unknown, T>;

function reader<T>(schema: Reads<T>): (value: unknown) => T | null {
  return (value) => {
    const { success, output } = v.safeParse(schema, value);
    return success ? output : null;
  };
}

/** What of the list can be read. */
function listBy<T>(read: (value: unknown) => T | null) {
  const readable = (given: unknown[]): readonly T[] =>
    given.flatMap((entry) => {
      const one = read(entry);
      return one === null ? [] : [one];
    });
  return v.pipe(v.array(v.unknown()), v.transform(readable));
}

/** Of an answer that has nothing else to tell. */
function member<T>(name: string, schema: Reads<T>) {
  return v.pipe(
    v.looseObject({}),
    v.transform((fields): unknown => fields[name]),
    schema,
  );
}

function maybe<T>(schema: Reads<T>) {
  return v.fallback(v.nullable(schema), null);
}

/** All that the server may say: to leave one out, or to name another, does not compile. */
function all<T extends string>(names: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(names) as T[];
}

const listOf = <T>(entry: Reads<T>) => v.fallback(listBy(reader(entry)), []);
const text = v.fallback(v.string(), "");
const flag = v.fallback(v.boolean(), false);
const number = v.pipe(v.number(), v.finite());
const count = v.fallback(
  v.pipe(
    number,
    v.transform((given) => Math.max(0, Math.floor(given))),
  ),
  0,
);
/** Ids are text to us, also where a database counts them. */
const id = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
const knownLanguage = v.custom<Language>(isLanguage);
const language = v.fallback(knownLanguage, LANGUAGES[0]);
const sender = v.fallback(
  v.picklist(all<api.Sender>({ customer: true, bot: true, agent: true, system: true })),
  "system",
);
const state = v.picklist(all<api.State>({ bot: true, waiting: true, agent: true, closed: true }));
const messages = v.fallback(listBy<Message>(readMessage), []);
/** A priority above "urgent" is one that `danger` tells better. */
const priority = v.fallback(
  v.pipe(
    v.picklist(all<api.Priority>({ danger: true, urgent: true, normal: true })),
    v.transform((given) => (given === "normal" ? given : "urgent")),
  ),
  "normal",
) satisfies Reads<api.Priority>;

/** What customers write of themselves or of somebody near: that they no longer want to live, or fear for their safety. */
const DANGERS = all<api.Danger>({ crisis: true, in_danger: true });
const danger = maybe(v.picklist(DANGERS)) satisfies Reads<api.Danger | null>;

/** In the order in which they are offered. */
export const REASONS = all<api.ClosingReason>({
  solved: true,
  hotline: true,
  bank_or_police: true,
  no_answer: true,
  abuse: true,
  other: true,
});
const reasons = v.record(v.string(), v.unknown());

const signInWays = v.object({
  password: v.boolean(),
  openid: maybe(v.string()),
  agents: v.fallback(v.boolean(), true),
}) satisfies Reads<api.SignInWays>;

const person = v.object({ id, display_name: v.string() }) satisfies Reads<api.Person>;

const agent = v.object({
  ...person.entries,
  name: text,
  role: v.fallback(v.picklist(all<api.Role>({ agent: true, supervisor: true })), "agent"),
  languages: listOf(knownLanguage),
  presence: v.fallback(v.picklist(all<api.Presence>({ online: true, away: true, offline: true })), "offline"),
  conversations: count,
}) satisfies Reads<api.Agent>;

const note = v.object({ id, agent: person, text: v.string(), at: text }) satisfies Reads<api.Note>;

const rating = v.object({ stars: v.number(), comment: text }) satisfies Reads<api.Rating>;

const helpLine = v.object({
  title: v.string(),
  number: text,
  url: maybe(v.string()),
}) satisfies Reads<Omit<api.HelpLine, "url">>;

const help = v.object({
  lines: listOf(helpLine),
  procedure: v.fallback(v.pipe(v.string(), v.trim()), ""),
}) satisfies Reads<Omit<api.Help, "lines">>;

const handedOff = v.object({
  conversation_id: v.string(),
  state,
  language,
  client: v.fallback(v.picklist(all<api.Client>({ web: true, app: true })), "web"),
  started_at: text,
  priority,
  danger,
  help: maybe(help),
  since: maybe(v.string()),
  agent: maybe(person),
  messages,
  notes: listOf(note),
  topics: listOf(v.string()),
  unsure: listOf(v.string()),
  helped_before: flag,
  rating: maybe(rating),
}) satisfies Reads<Omit<api.Case, "help">>;

const waiting = v.object({
  conversation_id: v.string(),
  language,
  languages: listOf(knownLanguage),
  topic: maybe(v.string()),
  priority,
  danger,
  since: text,
  place: count,
  speakable: flag,
}) satisfies Reads<api.Waiting>;

const held = v.object({
  conversation_id: v.string(),
  language,
  topic: maybe(v.string()),
  priority,
  danger,
  agent: person,
  since: text,
  last_from: sender,
  last_at: text,
  mine: flag,
}) satisfies Reads<api.Held>;

const board = v.pipe(
  v.object({
    open: flag,
    limit_minutes: count,
    waiting: listBy(reader(waiting)),
    waiting_count: count,
    held: listBy(reader(held)),
    agents: listOf(agent),
    open_tickets: count,
  }),
  v.transform((read) => ({ ...read, waiting_count: Math.max(read.waiting.length, read.waiting_count) })),
) satisfies Reads<api.Board>;

const event = v.variant("type", [
  v.object({ type: v.literal("board"), board }),
  v.object({
    type: v.literal("conversation"),
    conversation_id: v.string(),
    state,
    messages,
    notes: listOf(note),
  }),
  v.object({ type: v.literal("typing"), conversation_id: v.string(), on: flag }),
]) satisfies Reads<api.DeskEvent>;

const nameOf = v.pipe(
  person,
  v.transform(({ display_name }) => display_name),
);

const ticket = v.object({
  id,
  conversation_id: text,
  language,
  text: v.string(),
  phone: text,
  at: text,
  state: v.fallback(v.picklist(all<api.Ticket["state"]>({ open: true, done: true })), "open"),
  done_by: maybe(v.union([v.string(), nameOf])),
}) satisfies Reads<api.Ticket>;

const inEachLanguage = v.custom<api.InEachLanguage>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    LANGUAGES.every((offered) => typeof (value as Record<string, unknown>)[offered] === "string"),
);

const reply = v.object({
  shortcut: v.string(),
  topics: listOf(v.string()),
  title: inEachLanguage,
  text: inEachLanguage,
}) satisfies Reads<api.CannedReply>;

const mean = maybe(number);
const rated = v.fallback(v.object({ count, mean }), { count: 0, mean: null }) satisfies Reads<api.Rated>;

const agentReport = v.object({
  agent: person,
  conversations: count,
  held_now: count,
  median_handling_s: maybe(number),
  rating: rated,
}) satisfies Reads<api.AgentReport>;

const ratingComment = v.object({
  ...rating.entries,
  comment: v.pipe(v.string(), v.nonEmpty()),
  language,
  at: text,
}) satisfies Reads<api.RatingComment>;

const NO_RATINGS = { count: 0, mean: null, stars: [0, 0, 0, 0, 0], comments: [] };

const report = v.object({
  waits: v.object({
    taken: count,
    left: count,
    median_s: maybe(number),
    p90_s: maybe(number),
    longest_s: maybe(number),
  }),
  now: v.object({ waiting: count, longest_s: count, agents_online: count, held: count }),
  agents: listOf(agentReport),
  ratings: v.fallback(
    v.object({
      count,
      mean,
      stars: v.fallback(v.pipe(v.array(count), v.length(5)), NO_RATINGS.stars),
      comments: listOf(ratingComment),
    }),
    NO_RATINGS,
  ),
  reasons: v.pipe(
    v.fallback(reasons, {}),
    v.transform((given) => REASONS.map((reason) => ({ reason, count: v.parse(count, given[reason]) }))),
  ),
  open_tickets: count,
}) satisfies Reads<Omit<api.Report, "reasons">>;

export type Priority = v.InferOutput<typeof priority>;
export type SignInWays = v.InferOutput<typeof signInWays>;
export type Agent = v.InferOutput<typeof agent>;
export type Note = v.InferOutput<typeof note>;
export type HelpLine = v.InferOutput<typeof helpLine>;
export type Help = v.InferOutput<typeof help>;
export type Case = v.InferOutput<typeof handedOff>;
export type Waiting = v.InferOutput<typeof waiting>;
export type Held = v.InferOutput<typeof held>;
export type Board = v.InferOutput<typeof board>;
export type DeskEvent = v.InferOutput<typeof event>;
export type Ticket = v.InferOutput<typeof ticket>;
export type CannedReply = v.InferOutput<typeof reply>;
export type Report = v.InferOutput<typeof report>;

export const readSignInWays = reader(signInWays);
export const readSession = reader(member("agent", agent));
export const readBoard = reader(board);
export const readDeskEvent = reader(event);
export const readCase = reader(handedOff);
export const readSent = reader<Message | null>(member("message", v.pipe(v.unknown(), v.transform(readMessage))));
export const readNoted = reader(member("note", note));
export const readTickets = reader(member("tickets", listBy(reader(ticket))));
export const readReplies = reader(member("replies", listBy(reader(reply))));
export const readReport = reader(report);
