/** What an agent chose for this page and browser: its language, and whether it may ring. */
import { isOffered, type Language, preferredLanguage } from "../shared/languages.ts";
import { shelf } from "../shared/shelf.ts";

export interface Preferences {
  language: Language;
  sound: boolean;
}

const LANGUAGE = "breachline.desk.language";
const SOUND = "breachline.desk.sound";

export function browserPreferences(): Preferences {
  const { read, write } = shelf(() => localStorage);
  return {
    get language() {
      const kept = read(LANGUAGE);
      return isOffered(kept) ? kept : preferredLanguage(navigator.languages);
    },
    set language(value) {
      write(LANGUAGE, value);
    },
    get sound() {
      return read(SOUND) !== "off";
    },
    set sound(value) {
      write(SOUND, value ? "on" : "off");
    },
  };
}
