/** Reads the incident file for the pages, so that another company changes content and no code. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { Incident } from "../shared/incident.ts";

const ROOT = resolve(import.meta.dirname, "../..");

export function incidentFile(): string {
  return resolve(ROOT, process.env["BREACHLINE_INCIDENT"] ?? "incident.yml");
}

export function readIncident(): Incident {
  const file = incidentFile();
  // `python -m bot.check` checks this file in depth; here only what the pages show is asked for.
  const { company, hotline, website, official_domains, retention_days } = parse(readFileSync(file, "utf8"));
  if (!company || !hotline?.display || !hotline?.dial || !website) {
    throw new Error(`${file}: company, hotline and website are needed to build the pages.`);
  }
  return {
    company,
    hotline: { display: hotline.display, dial: hotline.dial },
    website,
    officialDomains: official_domains ?? [],
    retentionDays: retention_days,
  };
}
