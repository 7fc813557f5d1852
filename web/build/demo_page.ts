/**
 * Writes the statement into the page when it is built, once per language, so that it can be read before, and without, any
 * script. The gateway serves the reader's: index.fr.html, index.nl.html and index.en.html.
 */
import type { Plugin } from "vite";
import type { Statement } from "../demo/statement.ts";
import type { Incident } from "../shared/incident.ts";
import type { Language } from "../shared/languages.ts";
import { LANGUAGES, languages } from "./languages.ts";
import { statements } from "./statements.ts";

const PAGE = "index.html";

export function demoPage(incident: Incident): Plugin {
  return {
    name: "demo-page",
    transformIndexHtml: {
      order: "pre",
      handler: (page) => page.replaceAll("%HOTLINE%", escaped(incident.hotline.display)),
    },
    // After the build's own: its links to scripts and styles are in the page by then.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const page = bundle[PAGE];
        if (page?.type !== "asset") return;
        for (const language of LANGUAGES) {
          const source = inLanguage(String(page.source), language, incident);
          this.emitFile({ type: "asset", fileName: `index.${language}.html`, source });
        }
        delete bundle[PAGE];
      },
    },
  };
}

function inLanguage(page: string, language: Language, incident: Incident): string {
  const said = statements[language](incident);
  return page
    .replace(/<html lang="\w+">/, `<html lang="${language}">`)
    .replace("%TITLE%", escaped(said.title))
    .replace("%DESCRIPTION%", escaped(said.description))
    .replace("<!-- statement -->", () => article(said, language, incident));
}

function article(said: Statement, language: Language, incident: Incident): string {
  return `<aside class="demonstration">${escaped(said.demonstration)}</aside>
  <header class="top">
    <a class="skip" href="#main">${escaped(said.skip)}</a>
    <div class="inside">
      <span class="name">${escaped(incident.company)}</span>
      <nav aria-label="${escaped(said.languages)}">${LANGUAGES.map((other) => languageLink(other, language)).join("")}</nav>
    </div>
  </header>
  <main id="main" tabindex="-1">
    <div class="hero">
      <div class="inside">
        <p class="kicker">${escaped(said.kicker)}</p>
        <h1>${escaped(said.title)}</h1>
        <p class="lead">${escaped(said.lead)}</p>
        <div class="ways">
          <p>${escaped(said.hotline.title)} ${escaped(said.hotline.lead)} ${phone(incident)}</p>
          <button type="button" data-ask>${escaped(said.ask)}</button>
        </div>
      </div>
    </div>
    <div class="inside">
      <div class="pair">
        <section class="card seen"><h2>${escaped(said.seen.title)}</h2>${list(said.seen.points)}</section>
        <section class="card unseen"><h2>${escaped(said.unseen.title)}</h2>${list(said.unseen.points)}</section>
      </div>
      <div class="columns">
        ${sections(said)}
        <section class="reach">
        <h2>${escaped(said.reach.title)}</h2>
        <p>${escaped(said.reach.call)} ${phone(incident)}.</p>
        <p>${escaped(said.reach.site)}</p>
        <p>${escaped(said.reach.chat)}</p>
        </section>
      </div>
    </div>
  </main>
  <footer><p class="inside">${escaped(said.footer)}</p></footer>`;
}

function sections({ happened, act, never, signs, doing }: Statement): string {
  const section = (title: string, ...content: string[]) =>
    `<section><h2>${escaped(title)}</h2>${content.join("")}</section>`;
  return [
    section(happened.title, ...happened.paragraphs.map(paragraph)),
    section(act.title, paragraph(act.lead), list(act.points)),
    section(never.title, paragraph(never.lead), list(never.points)),
    section(signs.title, list(signs.points), paragraph(signs.after)),
    section(doing.title, list(doing.points)),
  ].join("\n");
}

function languageLink(offered: Language, shown: Language): string {
  const current = offered === shown ? ' aria-current="true"' : "";
  const name = languages.facts[offered].name;
  return `<a href="?language=${offered}" lang="${offered}" hreflang="${offered}"${current}>${name}</a>`;
}

function phone({ hotline }: Incident): string {
  return `<a class="phone" href="tel:${escaped(hotline.dial)}">${escaped(hotline.display)}</a>`;
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

function list(points: readonly string[]): string {
  return `<ul>${points.map((point) => `<li>${escaped(point)}</li>`).join("")}</ul>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
