/** What the demo site says, in one shape for all languages. Every sentence restates the company's statement. */
import type { Incident } from "../shared/incident.ts";
import { byLanguage } from "../shared/languages.ts";

export interface Statement {
  readonly title: string;
  readonly description: string;
  readonly skip: string;
  readonly languages: string;
  readonly demonstration: string;
  readonly kicker: string;
  readonly lead: string;
  readonly hotline: { readonly title: string; readonly lead: string };
  readonly seen: DataList;
  readonly unseen: DataList;
  readonly happened: { readonly title: string; readonly paragraphs: readonly string[] };
  readonly act: { readonly title: string; readonly lead: string; readonly points: readonly string[] };
  readonly never: { readonly title: string; readonly lead: string; readonly points: readonly string[] };
  readonly signs: { readonly title: string; readonly points: readonly string[]; readonly after: string };
  readonly doing: { readonly title: string; readonly points: readonly string[] };
  readonly reach: { readonly title: string; readonly call: string; readonly site: string; readonly chat: string };
  readonly ask: string;
  readonly footer: string;
}

interface DataList {
  readonly title: string;
  readonly points: readonly string[];
}

export const statements = byLanguage<(incident: Incident) => Statement>(import.meta.glob("./??.ts", { eager: true }));
