import { expect, test } from "vitest";
import { deskCatalogue } from "../desk/catalogue/desk_catalogue.ts";
import type { Board, Held, Waiting } from "../desk/desk_readers.ts";
import { duration, secondsSince } from "../desk/duration.ts";
import { newsBetween } from "../desk/news.ts";
import { Unlooked } from "../desk/unlooked.ts";

const waiting = (given: Partial<Waiting> = {}): Waiting => ({
  conversation_id: "w",
  language: "fr",
  languages: ["fr"],
  topic: null,
  priority: "normal",
  danger: null,
  since: "",
  place: 1,
  speakable: true,
  ...given,
});

const held = (given: Partial<Held> = {}): Held => ({
  conversation_id: "h",
  language: "fr",
  topic: null,
  priority: "normal",
  danger: null,
  agent: { id: "me", display_name: "Me" },
  since: "",
  last_from: "agent",
  last_at: "2026-11-22T10:00:00Z",
  mine: true,
  ...given,
});

const board = (given: Partial<Board> = {}): Board => ({
  open: true,
  limit_minutes: 10,
  waiting: [],
  waiting_count: 0,
  held: [],
  agents: [],
  open_tickets: 0,
  ...given,
});

const alarms = (before: Board | null, now: Board) =>
  newsBetween(before, now).map(({ kind, alarm }) => (alarm ? `${kind}, alarm` : kind));

const kinds = (before: Board | null, now: Board) => newsBetween(before, now).map(({ kind }) => kind);

test("a reload rings no bell", () => {
  expect(kinds(null, board({ waiting: [waiting()] }))).toEqual([]);
});

test("an agent is called for who begins to wait, once, and again when it becomes urgent", () => {
  const one = board({ waiting: [waiting()] });
  expect(kinds(board(), one)).toEqual(["waiting"]);
  expect(kinds(one, one)).toEqual([]);
  expect(kinds(one, board({ waiting: [waiting({ priority: "urgent" })] }))).toEqual(["waiting"]);
});

test("nobody is called for a language they do not speak", () => {
  expect(kinds(board(), board({ waiting: [waiting({ speakable: false })] }))).toEqual([]);
});

test("a customer's message calls, an agent's own does not", () => {
  const before = board({ held: [held()] });
  const at = "2026-11-22T10:01:00Z";
  expect(kinds(before, board({ held: [held({ last_from: "customer", last_at: at })] }))).toEqual(["message"]);
  expect(kinds(before, board({ held: [held({ last_at: at })] }))).toEqual([]);
  expect(kinds(before, board({ held: [held({ mine: false, last_from: "customer", last_at: at })] }))).toEqual([]);
});

test("what a colleague passes on calls, what one took oneself does not", () => {
  expect(kinds(board(), board({ held: [held()] }))).toEqual(["received"]);
  expect(kinds(board({ waiting: [waiting({ conversation_id: "h" })] }), board({ held: [held()] }))).toEqual([]);
});

test("danger is an alarm once, whether one begins to wait with it or it is heard while waiting", () => {
  const calm = board({ waiting: [waiting()] });
  const crisis = board({ waiting: [waiting({ danger: "crisis" })] });
  expect(alarms(board(), crisis)).toEqual(["waiting, alarm"]);
  expect(alarms(calm, crisis)).toEqual(["waiting, alarm"]);
  expect(alarms(crisis, crisis)).toEqual([]);
  expect(alarms(crisis, board({ waiting: [waiting({ danger: "in_danger" })] }))).toEqual(["waiting, alarm"]);
  expect(alarms(null, crisis)).toEqual([]);
  expect(alarms(board(), board({ waiting: [waiting({ danger: "crisis", speakable: false })] }))).toEqual([]);
});

test("danger that is heard in one's own conversation is an alarm, with or without a message to read", () => {
  const before = board({ held: [held()] });
  const wrote = { last_from: "customer", last_at: "2026-11-22T10:01:00Z" } as const;
  expect(alarms(before, board({ held: [held({ danger: "crisis", ...wrote })] }))).toEqual(["message, alarm"]);
  expect(alarms(before, board({ held: [held({ danger: "crisis" })] }))).toEqual(["message, alarm"]);
  const known = board({ held: [held({ danger: "crisis" })] });
  expect(alarms(known, board({ held: [held({ danger: "crisis", ...wrote })] }))).toEqual(["message"]);
  expect(alarms(before, board({ held: [held({ danger: "crisis", mine: false })] }))).toEqual([]);
});

test("whoever is passed somebody in danger is alarmed; whoever takes them knows it, and so does who gives them back", () => {
  const mine = board({ held: [held({ danger: "crisis" })] });
  const queued = board({ waiting: [waiting({ conversation_id: "h", danger: "crisis" })] });
  expect(alarms(board(), mine)).toEqual(["received, alarm"]);
  expect(alarms(board({ held: [held({ danger: "crisis", mine: false })] }), mine)).toEqual(["received, alarm"]);
  expect(alarms(queued, mine)).toEqual([]);
  expect(alarms(mine, queued)).toEqual(["waiting"]);
});

test("the title counts conversations and not messages, until somebody looks", () => {
  const unlooked = new Unlooked();
  const [news] = newsBetween(board(), board({ held: [held()] }));
  if (!news) throw new Error("no news");
  expect(unlooked.title("Desk", "Danger")).toBe("Desk");
  unlooked.add([news, news, { ...news, conversation_id: "other" }]);
  expect(unlooked.title("Desk", "Danger")).toBe("(2) Desk");
  unlooked.clear();
  expect(unlooked.title("Desk", "Danger")).toBe("Desk");
});

test("the title says in a word that somebody is in danger, until somebody looks", () => {
  const unlooked = new Unlooked();
  unlooked.add(newsBetween(board(), board({ waiting: [waiting({ danger: "crisis" })] })));
  unlooked.add(newsBetween(board(), board({ held: [held()] })));
  expect(unlooked.title("Desk", "Danger")).toBe("(2) Danger – Desk");
  unlooked.clear();
  expect(unlooked.title("Desk", "Danger")).toBe("Desk");
});

test.each([
  [-5, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [3_660, "1 h 01"],
])("%d seconds are read as %s", (seconds, read) => {
  expect(duration(seconds, deskCatalogue.en)).toBe(read);
});

test("a clock that runs behind the server's shows no wait below zero", () => {
  expect(secondsSince("2026-11-22T10:00:10Z", Date.parse("2026-11-22T10:00:00Z"))).toBe(0);
  expect(secondsSince("yesterday")).toBe(0);
});
