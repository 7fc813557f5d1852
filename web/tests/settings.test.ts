import { expect, test } from "vitest";
import { readSettings } from "../widget/settings.ts";

const SRC = "https://chat.example.be/widget.js";

test.each([
  [{}, "https://chat.example.be"],
  [{ gateway: "https://bot.example.be" }, "https://bot.example.be"],
  [{ gateway: "https://bot.example.be/some/where" }, "https://bot.example.be"],
  [{ gateway: "/" }, "https://chat.example.be"],
])("with %j the gateway is at %s", (dataset, origin) => {
  expect(readSettings({ src: SRC, dataset }).origin).toBe(origin);
});

test("what the tag says wrongly counts as not said", () => {
  const dataset = { language: "de", position: "middle", greeting: "  ", theme: "pink" };
  const nothing = { language: null, position: "right", greeting: null, theme: null };
  expect(readSettings({ src: SRC, dataset })).toMatchObject(nothing);
});
