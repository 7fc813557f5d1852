/** What the site's script tag says. */
import { isOffered, type Language, preferredLanguage } from "../shared/languages.ts";

export interface WidgetSettings {
  /** Where the gateway is: where the script came from, unless the tag says otherwise. */
  readonly origin: string;
  /** Fixed by the tag; without it the widget follows the page. */
  readonly language: Language | null;
  readonly position: "left" | "right";
  readonly greeting: string | null;
  readonly theme: "light" | "dark" | null;
}

/** The tag that this script came by; null where there is none, as in a bundle. */
export function ownTag(): HTMLScriptElement | null {
  const { currentScript } = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript.src ? currentScript : null;
  // A module is not told by which tag it came.
  const modules = document.querySelectorAll<HTMLScriptElement>('script[type="module"][src]');
  return [...modules].findLast(({ src }) => new URL(src).pathname.endsWith("/widget.js")) ?? null;
}

export function readSettings(tag: { src: string; dataset: DOMStringMap }): WidgetSettings {
  const { gateway, language, position, greeting, theme } = tag.dataset;
  return {
    origin: new URL(gateway ?? tag.src, tag.src).origin,
    language: isOffered(language) ? language : null,
    position: position === "left" ? "left" : "right",
    greeting: greeting?.trim() || null,
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}

/** The language of the page the customer is reading; else of their browser. */
export function pageLanguage(): Language {
  return preferredLanguage([document.documentElement.lang, ...navigator.languages]);
}
