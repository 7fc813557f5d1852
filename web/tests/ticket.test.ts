import { expect, test } from "vitest";
import { Refused, Unreachable } from "../shared/request.ts";
import { TEXT_LIMIT } from "../shared/text_limit.ts";
import { edited, phoneProblem, ticketProblems } from "../shared/ticket.ts";

test.each([
  ["phone-too-short", "too_short"],
  ["phone-too-long", "too_long"],
  ["phone-unknown", "unknown"],
  ["invalid", null],
  ["toString", null],
])("a refusal of the kind %s is about the number: %s", (kind, problem) => {
  expect(phoneProblem(new Refused(422, kind, null))).toBe(problem);
});

test("a gateway that cannot be reached says nothing about the number", () => {
  expect(phoneProblem(new Unreachable("no network"))).toBeNull();
});

test("what is missing is told field by field", () => {
  expect(ticketProblems({ phone: " ", text: "\n" })).toEqual({ phone: "missing", text: "missing" });
});

test("a text is as long as its characters, however many bytes they take", () => {
  const phone = "0470 12 34 56";
  expect(ticketProblems({ phone, text: "😟".repeat(TEXT_LIMIT) }).text).toBeNull();
  expect(ticketProblems({ phone, text: "a".repeat(TEXT_LIMIT + 1) }).text).toBe("too_long");
});

test("the same words keep their id, other words get another", () => {
  const ids = ["one", "two"];
  const next = () => ids.shift() ?? "";
  const first = edited(null, { phone: "1", text: "a" }, next);
  expect(edited(first, { phone: "1", text: "a" }, next).id).toBe("one");
  expect(edited(first, { phone: "2", text: "a" }, next).id).toBe("two");
});
