import { byLanguage } from "../../shared/languages.ts";
import type { DeskTexts } from "./desk_texts.ts";

export type { DeskTexts };

export const deskCatalogue = byLanguage<DeskTexts>(import.meta.glob("./??.ts", { eager: true }));
