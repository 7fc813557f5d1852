import { expect, test } from "vitest";
import { statements } from "../demo/statement.ts";
import { deskCatalogue } from "../desk/catalogue/desk_catalogue.ts";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { incident } from "../shared/incident.ts";
import { LANGUAGES, type Language, preferredLanguage } from "../shared/languages.ts";
import { noBreak, unbroken } from "../shared/view/typography.ts";
import { drawn, drawnWords } from "./drawn.ts";

/** Every text, with its path; functions are called as the screen calls them. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(value(2))]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const all = Object.fromEntries(
  LANGUAGES.map((language) => [language, [...texts(catalogue[language]), ...texts(statements[language](incident))]]),
) as Record<Language, [string, string][]>;

const AVOIDED: Record<Language, RegExp> = {
  fr: /(?<!\p{L})(tu|toi|ton|tes|en sécurité|ne risquez rien|nonante)(?!\p{L})/iu,
  nl: /(?<!\p{L})(je|jij|jouw|jullie|bent veilig|is veilig|geen risico)(?!\p{L})/iu,
  en: /(?<!\p{L})(is safe|are safe|no risk|don't worry)(?!\p{L})/iu,
};

test.each(LANGUAGES)(
  "the texts in %s are all there, and different from the other languages' where they are sentences",
  (language) => {
    for (const [path, text] of all[language]) {
      expect(text.trim(), path).not.toBe("");
      const others = LANGUAGES.filter((other) => other !== language).flatMap((other) => all[other]);
      if (text.split(" ").length > 3)
        expect(
          others.map(([, theirs]) => theirs),
          path,
        ).not.toContain(text);
    }
  },
);

test.each(LANGUAGES)("the texts in %s are polite and promise no safety", (language) => {
  for (const [path, text] of all[language]) expect(text, path).not.toMatch(AVOIDED[language]);
});

test("French signs stay with their word at the end of a line", () => {
  const french = [...all.fr, ...texts(deskCatalogue.fr)];
  // Sent as if the customer had typed them, and drawn with the spaces that they need.
  for (const [path, text] of french.filter(([path]) => !path.startsWith(".starters")))
    expect(text, path).toBe(noBreak(text, "fr"));
});

test.each([
  ["fr", "Un doute ? Non : « merci » !", "Un doute\u00a0? Non\u00a0: «\u00a0merci\u00a0»\u00a0!"],
  ["nl", "Twijfelt u? Bel: 0800", "Twijfelt u? Bel: 0800"],
] as const)("in %s, %j is drawn as %j", (language, text, drawnText) => {
  expect(noBreak(text, language)).toBe(drawnText);
});

test.each([
  ["Appelez le 078 170 170, ou le 0800/55.800.", ["078 170 170", "0800/55.800"]],
  ["Transférez l'e-mail avant le 29/11/2026", ["e-mail", "29/11/2026"]],
  ["Bel +32 2 123 45 67 of 1 van 3", ["+32 2 123 45 67"]],
  ["Rien ici, pas même 7", []],
])("of %j nothing but %j is kept whole, and the words stay the same", (text, whole) => {
  const parts = unbroken(text, "fr");
  expect(parts.filter((part) => typeof part !== "string").map(drawnWords)).toEqual(whole);
  expect(parts.map((part) => (typeof part === "string" ? part : drawn(part).replace(/<[^>]*>/g, ""))).join("")).toBe(
    text,
  );
});

test.each(LANGUAGES)("the demo site in %s says that it is a demonstration, and whose page it is not", (language) => {
  expect(statements[language](incident).demonstration).toMatch(/d[ée]monstrat/i);
  expect(statements[language](incident).demonstration).toContain(incident.company);
});

test.each([
  [["nl-BE", "fr"], "nl"],
  [["de", "en-US"], "en"],
  [[null, "", "xx"], "fr"],
] as const)("of %j the page speaks %s", (tags, language) => {
  expect(preferredLanguage(tags)).toBe(language);
});
