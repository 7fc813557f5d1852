/** Before an agent is at the desk: on the way, not reachable, or the sign-in. */
import { html, type TemplateResult } from "lit";
import { incident } from "../../shared/incident.ts";
import type { Language } from "../../shared/languages.ts";
import type { DeskHost } from "./desk_host.ts";
import "./sign_in.ts";
import { languageMenu } from "./top_bar.ts";

export function entry({ client, language, texts }: DeskHost, choose: (language: Language) => void): TemplateResult {
  const { phase, ways } = client.snapshot;
  if (phase === "starting" || phase === "unreachable") {
    return html`<main class="entry"><p
      role="status">${phase === "starting" ? texts.starting : texts.unreachable}</p></main>`;
  }
  return html`<div class="entry">
    <header><p class="brand">${texts.title(incident.company)}</p></header>
    <breachline-sign-in
      .client=${client}
      .texts=${texts}
      .ways=${ways}
      ?ended=${phase === "ended"}
    ></breachline-sign-in>
    <footer>${languageMenu(language, texts, choose)}</footer>
  </div>`;
}
