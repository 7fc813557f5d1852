/** What the pages offer is what incident.yml says, in its order; also run on an incident that offers fewer. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { deskCatalogue } from "../desk/catalogue/desk_catalogue.ts";
import { languageMenu } from "../desk/view/top_bar.ts";
import { isLanguage, isOffered, LANGUAGE_NAMES, LANGUAGES, preferredLanguage } from "../shared/languages.ts";
import { readSettings } from "../widget/settings.ts";
import { drawnWords } from "./drawn.ts";

const root = resolve(import.meta.dirname, "../..");
const { languages } = parse(readFileSync(resolve(root, "incident.yml"), "utf8")) as { languages: string[] };
const known = Object.keys(parse(readFileSync(resolve(root, "content/languages.yml"), "utf8")));

test("the languages of the pages are those of the incident, in its order", () => {
  expect(LANGUAGES).toEqual(languages);
  expect(known.filter(isOffered).sort()).toEqual([...languages].sort());
});

test("messages may be in any language that there is, offered or not", () => {
  expect(known.every(isLanguage)).toBe(true);
  expect(["xq", "", null, 7, "toString"].some(isLanguage)).toBe(false);
});

test("a reader whose language is not offered reads the first one", () => {
  for (const language of [...known, "xq"])
    expect(preferredLanguage([`${language}-BE`])).toBe(languages.includes(language) ? language : languages[0]);
});

test("the desk's menu has each once, by its own name", () => {
  const menu = drawnWords(languageMenu(LANGUAGES[0], deskCatalogue[LANGUAGES[0]], () => {}));
  expect(menu).toBe(LANGUAGES.map((language) => LANGUAGE_NAMES[language]).join(" "));
});

test("a tag that fixes a language which is not offered fixes none", () => {
  for (const language of known) {
    const { language: fixed } = readSettings({ src: "https://example.test/widget.js", dataset: { language } });
    expect(fixed).toBe(languages.includes(language) ? language : null);
  }
});
