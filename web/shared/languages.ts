/** The languages of content/languages.yml, and which of them incident.yml offers; put into the page when it is built. */

/** Each language that there is by its code; the catalogue of a language adds its own. */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by the catalogues
export interface Languages {}

export type Language = keyof Languages;

export interface LanguageFacts {
  readonly name: string;
  readonly locale: string;
  readonly colon: string;
}

/** `offered` is in the order of menus; the first is used where nothing tells the reader's. */
export interface KnownLanguages {
  readonly offered: readonly [Language, ...Language[]];
  readonly facts: Readonly<Record<Language, LanguageFacts>>;
}

declare const __LANGUAGES__: KnownLanguages;
/** Named once: each naming puts all of it into the script. */
const { offered, facts }: KnownLanguages = __LANGUAGES__;

/** Those that are offered to readers, in the order of menus. Messages may be in others. */
export const LANGUAGES = offered;

/** Each language's name in itself: whoever looks for it reads that one. */
export const LANGUAGE_NAMES = each(({ name }) => name);

/** With the region, for dates and times as people in Belgium write them. */
export const LOCALES = each(({ locale }) => locale);

/** With the spaces around it: French puts one before. */
export const COLONS = each(({ colon }) => colon);

/** Whether texts may be in it. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(facts, value);
}

/** Whether a reader may choose it. */
export function isOffered(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The first tag that is one of those offered; "nl-BE" is Dutch. */
export function preferredLanguage(tags: Iterable<string | null | undefined>): Language {
  for (const tag of tags) {
    const primary = tag?.trim().toLowerCase().split("-")[0];
    if (isOffered(primary)) return primary;
  }
  return LANGUAGES[0];
}

/** Of files that are named after their language and export what they have by its code, what each exports. */
export function byLanguage<T>(
  files: Readonly<Record<string, Readonly<Record<string, T>>>>,
): Readonly<Record<Language, T>> {
  const found = Object.entries(files).map(([path, file]) => {
    const language = path.replace(/^.*\/|\.ts$/g, "");
    return [language, file[language]] as const;
  });
  return Object.fromEntries(found) as Readonly<Record<Language, T>>;
}

function each(of: (facts: LanguageFacts) => string): Readonly<Record<Language, string>> {
  const found = Object.entries<LanguageFacts>(facts).map(([language, its]) => [language, of(its)]);
  return Object.fromEntries(found) as Readonly<Record<Language, string>>;
}
