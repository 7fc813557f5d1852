import { expect, test } from "vitest";
import { deskCatalogue } from "../desk/catalogue/desk_catalogue.ts";
import { LANGUAGES, type Language } from "../shared/languages.ts";

/** Every text, with its path; functions are called as the screen calls them. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [1, 2].map((count) => [`${path}(${count})`, String(value(count, count))]);
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const all = Object.fromEntries(LANGUAGES.map((language) => [language, texts(deskCatalogue[language])])) as Record<
  Language,
  [string, string][]
>;

/** Agents are spoken to as customers are: politely, without exclamation marks. */
const AVOIDED: Record<Language, RegExp> = {
  fr: /(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})|!|undefined|\bNaN\b/iu,
  nl: /(?<!\p{L})(je|jij|jouw|jullie)(?!\p{L})|!|undefined|\bNaN\b/iu,
  en: /!|undefined|\bNaN\b/iu,
};

test.each(LANGUAGES)("the desk's texts in %s are there, polite, and its own where they are sentences", (language) => {
  for (const [path, text] of all[language]) {
    expect(text.trim(), path).not.toBe("");
    expect(text, path).not.toMatch(AVOIDED[language]);
    if (text.split(" ").length < 4) continue;
    for (const other of LANGUAGES.filter((one) => one !== language))
      expect(new Map(all[other]).get(path), path).not.toBe(text);
  }
});
