import { expect, test } from "vitest";
import { TEXT_LIMIT } from "../shared/text_limit.ts";
import { edited, ticketProblems } from "../shared/ticket.ts";

test.each(["0470 12 34 56", "+32 (0)470/12.34-56", "02/202.41.11", "  081 25 36 00  ", "112 112"])(
  "%s can be called",
  (phone) => {
    expect(ticketProblems({ phone, text: "Rappelez-moi" })).toEqual({ phone: null, text: null });
  },
);

test.each(["12345", "04 70", "abc 123456", "0470 12 34 56 bureau", "1".repeat(31), "+-()/. +-()/."])(
  "%s cannot",
  (phone) => {
    expect(ticketProblems({ phone, text: "Rappelez-moi" }).phone).toBe("not_a_number");
  },
);

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
