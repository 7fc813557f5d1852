/** The only list of languages on the browser's side; the order is the order in menus. */
export const LANGUAGES = ["fr", "nl", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Each language's name in itself: whoever looks for it reads that one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  fr: "Français",
  nl: "Nederlands",
  en: "English",
};

/** With the region, for dates and times as people in Belgium write them. */
export const LOCALES: Readonly<Record<Language, string>> = { fr: "fr-BE", nl: "nl-BE", en: "en-GB" };

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The first tag that is one of ours; "nl-BE" is Dutch. */
export function preferredLanguage(tags: Iterable<string | null | undefined>): Language {
  for (const tag of tags) {
    const primary = tag?.trim().toLowerCase().split("-")[0];
    if (isLanguage(primary)) return primary;
  }
  return LANGUAGES[0];
}
