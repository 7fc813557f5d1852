/** What the site's script tag says. */
import { isLanguage, type Language, preferredLanguage } from "../shared/languages.ts";

export interface WidgetSettings {
  /** Where the script came from is where the gateway is. */
  readonly origin: string;
  /** Fixed by the tag; without it the widget follows the page. */
  readonly language: Language | null;
  readonly position: "left" | "right";
  readonly greeting: string | null;
  readonly theme: "light" | "dark" | null;
}

export function readSettings(script: { src: string; dataset: DOMStringMap }): WidgetSettings {
  const { language, position, greeting, theme } = script.dataset;
  return {
    origin: new URL(script.src).origin,
    language: isLanguage(language) ? language : null,
    position: position === "left" ? "left" : "right",
    greeting: greeting?.trim() || null,
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}

/** The language of the page the customer is reading; else of their browser. */
export function pageLanguage(): Language {
  return preferredLanguage([document.documentElement.lang, ...navigator.languages]);
}
