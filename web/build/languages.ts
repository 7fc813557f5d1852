/** Reads which languages there are and which are offered, for the pages and for what builds them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { KnownLanguages, Language, LanguageFacts } from "../shared/languages.ts";
import { incidentFile } from "./incident.ts";

const CONTENT = resolve(import.meta.dirname, "../../content");

export const languages = readLanguages();
export const LANGUAGES = languages.offered;

function readLanguages(): KnownLanguages {
  const known = parse(readFileSync(resolve(CONTENT, "languages.yml"), "utf8")) as Record<Language, LanguageFacts>;
  const { languages: offered } = parse(readFileSync(incidentFile(), "utf8"));
  if (!Array.isArray(offered) || offered.length === 0 || !offered.every((language) => language in known))
    throw new Error(`${incidentFile()}: languages must be some of ${Object.keys(known).join(", ")}.`);
  const facts = Object.entries<LanguageFacts>(known).map(([language, { name, locale, colon }]) => [
    language,
    { name, locale, colon },
  ]);
  return { offered: offered as [Language, ...Language[]], facts: Object.fromEntries(facts) };
}
