/** A language's name as the reader calls it, and not as its speakers do: "néerlandais" on a French page. */
import { type Language, LOCALES } from "../shared/languages.ts";

export function languageName(language: Language, reader: Language): string {
  return new Intl.DisplayNames(LOCALES[reader], { type: "language" }).of(language) ?? language;
}

export function languageNames(languages: readonly Language[], reader: Language): string {
  const names = languages.map((language) => languageName(language, reader));
  return new Intl.ListFormat(LOCALES[reader], { type: "conjunction" }).format(names);
}
