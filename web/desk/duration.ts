/** How long somebody waits, as short as it can be read: seconds, then minutes, then hours and minutes. */
import type { DeskTexts } from "./catalogue/desk_texts.ts";

export function duration(seconds: number, texts: DeskTexts): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return texts.seconds(whole);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? texts.minutes(minutes) : texts.hoursMinutes(Math.floor(minutes / 60), minutes % 60);
}

/** A clock that runs behind the server's shows 0, never less. */
export function secondsSince(at: string, now = Date.now()): number {
  const began = Date.parse(at);
  return Number.isNaN(began) ? 0 : Math.max(0, (now - began) / 1000);
}
