import { expect, test } from "vitest";
import {
  readBoard,
  readCase,
  readDeskEvent,
  readReplies,
  readReport,
  readSession,
  readSignInWays,
  readTickets,
} from "../desk/desk_readers.ts";

const AGENT = {
  id: "a",
  name: "nora",
  display_name: "Nora",
  role: "agent",
  languages: ["fr", "xx"],
  presence: "online",
};
const WAITING = { conversation_id: "c", language: "nl", priority: "urgent", since: "2026-11-22T05:00:00Z", place: 1 };

const READERS = {
  readBoard,
  readCase,
  readDeskEvent,
  readReplies,
  readReport,
  readSession,
  readSignInWays,
  readTickets,
};

test.each(Object.entries(READERS))("%s takes nothing for what it is not", (_, read) => {
  for (const value of [null, [], "x", 3, {}, { html: true }, { type: "board" }, { agent: [] }, { board: "x" }])
    expect(read(value)).toBeNull();
});

test("what a newer server adds does not disturb, and what it says wrongly is left out", () => {
  const board = readBoard({
    waiting: [{ ...WAITING, mood: "fine" }, { ...WAITING, conversation_id: 3 }, null],
    held: [{ conversation_id: "h", agent: AGENT, mine: 1 }, { conversation_id: "h" }],
    agents: [AGENT, { ...AGENT, display_name: null }],
    limit_minutes: "ten",
  });
  expect(board).toMatchObject({ open: false, limit_minutes: 0, open_tickets: 0 });
  expect(board?.waiting).toMatchObject([{ priority: "urgent", speakable: false }]);
  expect(board?.held).toMatchObject([{ mine: false, agent: { display_name: "Nora" } }]);
  expect(board?.agents).toMatchObject([{ languages: ["fr"], conversations: 0 }]);
});

test("a conversation in a state we do not know is not shown as if we did", () => {
  expect(readCase({ conversation_id: "c", state: "elsewhere" })).toBeNull();
  const known = readCase({
    conversation_id: "c",
    state: "agent",
    unsure: ["2", 3],
    notes: [{ id: 1, text: "x" }],
  });
  expect(known).toMatchObject({ unsure: ["2"], notes: [], messages: [], agent: null, rating: null });
});

test("a ready answer that lacks a language is not offered", () => {
  const each = { fr: "a", nl: "b", en: "c" };
  const complete = { shortcut: "card", title: each, text: each };
  expect(readReplies({ replies: [complete, { ...complete, text: { fr: "a" } }] })).toEqual([
    { ...complete, topics: [] },
  ]);
});

test("what a ready answer is written for is read where the server says it", () => {
  const each = { fr: "a", nl: "b", en: "c" };
  const reply = { shortcut: "listen", title: each, text: each, topics: ["crisis", 3] };
  expect(readReplies({ replies: [reply] })).toMatchObject([{ topics: ["crisis"] }]);
});

test("danger is one of two things or nothing, and what helps is read as far as it is there", () => {
  const dangers = ["crisis", "in_danger", "fire", true, undefined].map(
    (danger) => readBoard({ waiting: [{ ...WAITING, danger }], held: [] })?.waiting[0]?.danger,
  );
  expect(dangers).toEqual(["crisis", "in_danger", null, null, null]);
  const view = (more: object) => readCase({ conversation_id: "c", state: "agent", ...more });
  expect(view({})).toMatchObject({ danger: null, help: null });
  const help = { lines: [{ title: "112", number: "112" }, { number: "1" }, null], procedure: " Restez.\n" };
  expect(view({ danger: "crisis", help })).toMatchObject({
    danger: "crisis",
    help: { lines: [{ title: "112", number: "112", url: null }], procedure: "Restez." },
  });
  expect(view({ help: {} })).toMatchObject({ help: { lines: [], procedure: "" } });
});

test("a priority above urgent is at least urgent", () => {
  expect(readBoard({ waiting: [{ ...WAITING, priority: "danger" }], held: [] })?.waiting[0]?.priority).toBe("urgent");
});

test("a report without ratings and with an unknown reason is still a report", () => {
  const report = readReport({ waits: { taken: 2, median_s: null }, now: {}, reasons: { solved: 3, magic: 9 } });
  expect(report?.waits).toMatchObject({ taken: 2, median_s: null });
  expect(report?.ratings).toMatchObject({ count: 0, mean: null, stars: [0, 0, 0, 0, 0], comments: [] });
  expect(report?.reasons.filter(({ count }) => count > 0)).toEqual([{ reason: "solved", count: 3 }]);
});

test("ids are text, also where a database counts them", () => {
  expect(readTickets({ tickets: [{ id: 7, text: "x", done_by: { id: 1, display_name: "Nora" } }] })).toMatchObject([
    { id: "7", done_by: "Nora", state: "open" },
  ]);
});
