import type { Language } from "../../shared/languages.ts";
import type { DeskTexts } from "./desk_texts.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";

export type { DeskTexts };

export const deskCatalogue: Readonly<Record<Language, DeskTexts>> = { fr, nl, en };
