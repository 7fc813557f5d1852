import type { Language } from "../languages.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";
import type { Texts } from "./texts.ts";

export type { Texts };

export const catalogue: Readonly<Record<Language, Texts>> = { fr, nl, en };
