import { expect, test } from "vitest";
import { statements } from "../demo/statement.ts";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { incident } from "../shared/incident.ts";
import { LANGUAGES, type Language, preferredLanguage } from "../shared/languages.ts";

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
