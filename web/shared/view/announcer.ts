/**
 * Speaks to screen readers. The log itself is not live: it is drawn anew, scrolled and translated, and readers differ
 * in what of that they repeat. Here each message is added once, with its sender, and taken away after a while.
 */
import type { Language } from "../languages.ts";

/** Long enough for a reader to pick it up, short enough not to be found a second time while reading the page. */
const KEPT = 8_000;

export class Announcer {
  readonly element: HTMLElement;
  readonly #alerts: boolean;

  /** Alerts interrupt what a reader is saying; each is one of its own, or the earlier ones would be read with it. */
  constructor(kind: "polite" | "alert" = "polite") {
    this.#alerts = kind === "alert";
    this.element = document.createElement("div");
    this.element.className = "heard";
    if (this.#alerts) return;
    this.element.setAttribute("aria-live", "polite");
    this.element.setAttribute("aria-relevant", "additions");
  }

  say(text: string, language: Language): void {
    const line = document.createElement("p");
    if (this.#alerts) line.setAttribute("role", "alert");
    line.lang = language;
    line.textContent = text;
    this.element.append(line);
    setTimeout(() => line.remove(), KEPT);
  }
}
