import { expect, test } from "vitest";
import { type Message, readAnswer, readBegun, readEvent, readMessage } from "../shared/api_readers.ts";
import { compareIds, MessageLog } from "../shared/message_log.ts";

const MESSAGE = { id: "1", from: "bot", text: "x", language: "nl", at: "2026-11-22T05:00:00Z" };

test.each([null, [], "x", {}, { ...MESSAGE, id: 1 }, { ...MESSAGE, from: "thief" }, { ...MESSAGE, text: {} }])(
  "%j is no message",
  (value) => {
    expect(readMessage(value)).toBeNull();
  },
);

test("every described field of a message is read, an optional one, too", () => {
  // A field that the description gains must be filled in here, and then be read.
  const whole: Required<Message> = {
    id: "1",
    from: "customer",
    text: "x",
    language: "nl",
    topic: "hotline",
    details: { agent: "An" },
    buttons: [{ id: "b", title: "t" }],
    links: [{ title: "t", url: "tel:112" }],
    client_message_id: "c",
    at: "2026-11-22T05:00:00Z",
  };
  expect(readMessage(whole)).toEqual(whole);
});

test("what a newer gateway adds does not disturb", () => {
  const given = { ...MESSAGE, mood: "fine", buttons: [{ id: "b", title: "t" }, { id: 1 }, null], links: "none" };
  expect(readMessage(given)).toMatchObject({ buttons: [{ id: "b", title: "t" }], links: [] });
  expect(readEvent({ type: "confetti" })).toBeNull();
  expect(readAnswer({ messages: [MESSAGE, {}], state: "elsewhere" })).toMatchObject({ state: "bot", more: false });
});

test("a login page of a hotel is not a conversation", () => {
  expect(readBegun({ html: true })).toBeNull();
});

test("each message is in the log once, in the gateway's order", () => {
  const log = new MessageLog();
  const message = (id: string) => ({ ...MESSAGE, id, buttons: [], links: [] }) as never;
  log.add([message("2"), message("10")]);
  expect(log.add([message("9"), message("10")])).toHaveLength(1);
  expect(log.all.map(({ id }) => id)).toEqual(["2", "9", "10"]);
  expect(compareIds("9", "10")).toBeLessThan(0);
});

test("that somebody is in danger is known to nobody on this side of the wire", () => {
  for (const topic of ["crisis", "in_danger"]) expect(readMessage({ ...MESSAGE, topic })).not.toHaveProperty("topic");
  expect(readMessage({ ...MESSAGE, topic: "hotline" })).toHaveProperty("topic", "hotline");
});

test("only the assistant's own word, in a conversation that is over, says that it was erased", () => {
  const erased = (from: string, state: string, details: unknown = { erased: true }) =>
    readAnswer({ messages: [{ ...MESSAGE, from, details }], state })?.erased;
  expect([erased("bot", "closed"), erased("system", "closed")]).toEqual([true, true]);
  expect([erased("bot", "bot"), erased("agent", "closed"), erased("bot", "closed", { erased: "yes" })]).toEqual([
    false,
    false,
    false,
  ]);
});
