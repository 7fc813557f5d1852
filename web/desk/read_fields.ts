/** Single values of what the desk's server sends, each as it should be or as nothing. */
import { isLanguage, type Language } from "../shared/languages.ts";
import { list } from "../shared/wire.ts";
import { DANGERS, type Danger, type Presence, type Priority } from "./desk_wire.ts";

export function languageOr(value: unknown, otherwise: Language): Language {
  return isLanguage(value) ? value : otherwise;
}

export function languages(value: unknown): readonly Language[] {
  return list(value, (entry) => (isLanguage(entry) ? entry : null));
}

export function words(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Ids are text to us, also where a database counts them. */
export function identifier(value: unknown): string | null {
  return typeof value === "number" ? String(value) : words(value);
}

export function count(value: unknown): number {
  return Math.max(0, Math.floor(measure(value) ?? 0));
}

export function measure(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A priority above "urgent" is one that `danger` tells better. */
export function priority(value: unknown): Priority {
  return value === "urgent" || value === "danger" ? "urgent" : "normal";
}

export function danger(value: unknown): Danger | null {
  return DANGERS.find((kind) => kind === value) ?? null;
}

export function presence(value: unknown): Presence {
  return value === "online" || value === "away" ? value : "offline";
}
