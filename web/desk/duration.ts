/** How long somebody waits, as short as it can be read: seconds, then minutes, then hours and minutes. */
import { serverClock } from "../shared/server_clock.ts";
import type { DeskTexts } from "./catalogue/desk_texts.ts";

export function duration(seconds: number, texts: DeskTexts): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return texts.seconds(whole);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? texts.minutes(minutes) : texts.hoursMinutes(Math.floor(minutes / 60), minutes % 60);
}

/** By the server's clock, which also said `at`. Never less than 0. */
export function secondsSince(at: string, now = serverClock.now()): number {
  const began = Date.parse(at);
  return Number.isNaN(began) ? 0 : Math.max(0, (now - began) / 1000);
}
