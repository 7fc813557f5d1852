import { byLanguage } from "../languages.ts";
import type { Texts } from "./texts.ts";

export type { Texts };

export const catalogue = byLanguage<Texts>(import.meta.glob("./??.ts", { eager: true }));
