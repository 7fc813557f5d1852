/** When a message was sent, as absolute time: "2 minutes ago" grows old on the screen, and again when read aloud. */
import { type Language, LOCALES } from "../languages.ts";
import { serverClock } from "../server_clock.ts";

export function shortTime(at: string, language: Language, now = new Date(serverClock.now())): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const today = date.toDateString() === now.toDateString();
  return date.toLocaleString(LOCALES[language], {
    ...(today ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
  });
}
