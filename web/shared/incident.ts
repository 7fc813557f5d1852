/** What this company and this incident put into the page; read from the incident file when the page is built. */
import type { Language } from "./languages.ts";

export interface Incident {
  readonly company: string;
  readonly hotline: { readonly display: string; readonly dial: string };
  readonly website: Readonly<Record<Language, string>>;
  readonly officialDomains: readonly string[];
  readonly retentionDays: number;
}

declare const __INCIDENT__: Incident;

export const incident: Incident = __INCIDENT__;
