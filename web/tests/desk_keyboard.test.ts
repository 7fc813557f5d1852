import { expect, test } from "vitest";
import { askedAt, inserted, isOnlyAsked, matching } from "../desk/canned_replies.ts";
import { SHORTCUTS, shortcutOf } from "../desk/shortcuts.ts";

const replies = [
  ["card", "Kaart blokkeren"],
  ["call", "Telefoonnummer"],
  ["data", "Welke gegevens"],
  ["calm", "Geruststellen: données"],
].map(([shortcut = "", title = ""]) => ({
  shortcut,
  topics: shortcut === "data" || shortcut === "calm" ? ["crisis"] : [],
  title: { fr: title, nl: title, en: title },
  text: { fr: "f", nl: "n", en: "e" },
}));

test.each([
  ["/", 1, ""],
  ["Dag /ca", 7, "ca"],
  ["regel\n/ca", 9, "ca"],
  ["/carte bleue", 6, "carte"],
])("in %j at %i a ready answer is looked for by %j", (text, caret, wanted) => {
  expect(askedAt(text, caret)?.wanted).toBe(wanted);
});

test.each(["et/ou", "1/12", "https://x", "/ca rt", ""])("in %j nothing is looked for", (text) => {
  expect(askedAt(text, text.length)).toBeNull();
});

test("a mistyped shortcut is not sent to the customer, a sentence with a slash is", () => {
  expect(["/card", "/"].every(isOnlyAsked)).toBe(true);
  expect(["et/ou", "Bonjour /card", "/card merci", ""].some(isOnlyAsked)).toBe(false);
});

test("answers are found by shortcut first, then by a word of the title, accents or not", () => {
  const found = (wanted: string) => matching(replies, wanted, "nl").map(({ shortcut }) => shortcut);
  expect(found("")).toEqual(["card", "call", "data", "calm"]);
  expect(found("ca")).toEqual(["card", "call", "calm"]);
  expect(found("gegev")).toEqual(["data"]);
  expect(found("DONNEES")).toEqual(["calm"]);
  expect(found("zz")).toEqual([]);
});

test("what was written for somebody in danger is found first beside them, and in its own place beside others", () => {
  const found = (wanted: string, topic: string | null) =>
    matching(replies, wanted, "nl", topic).map(({ shortcut }) => shortcut);
  expect(found("", "crisis")).toEqual(["data", "calm", "card", "call"]);
  expect(found("ca", "crisis")).toEqual(["calm", "card", "call"]);
  expect(found("", "in_danger")).toEqual(["card", "call", "data", "calm"]);
});

test("the answer takes the place of what was typed to find it, and nothing else", () => {
  const text = "Bonjour /ca et merci";
  const asked = askedAt(text, 11);
  expect(asked && inserted(text, asked, "Appelez.")).toEqual({ text: "Bonjour Appelez. et merci", caret: 16 });
});

const pressed = (given: object) => ({
  key: "",
  code: "",
  altKey: true,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  getModifierState: () => false,
  ...given,
});

test("each shortcut has a letter of its own, none of which a browser keeps for its menus or address bar", () => {
  const letters = Object.values(SHORTCUTS);
  expect(new Set(letters).size).toBe(letters.length);
  for (const letter of letters) expect("adefghbstvmow").not.toContain(letter);
});

test("a shortcut is found by its letter, on a Mac by its place, and never through AltGr or another key", () => {
  expect(shortcutOf(pressed({ key: "n", code: "KeyN" }))).toBe("next");
  expect(shortcutOf(pressed({ key: "Dead", code: "KeyN" }))).toBe("next");
  expect(shortcutOf(pressed({ key: "a", code: "KeyQ" }))).toBeNull(); // an AZERTY keyboard
  expect(shortcutOf(pressed({ key: "n", altKey: false }))).toBeNull();
  expect(shortcutOf(pressed({ key: "n", ctrlKey: true }))).toBeNull();
  expect(shortcutOf(pressed({ key: "n", getModifierState: (key: string) => key === "AltGraph" }))).toBeNull();
});
