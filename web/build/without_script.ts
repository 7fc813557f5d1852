/** Tells readers without JavaScript, in each language that is offered, and names the page's language until a script does. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { parse } from "yaml";
import type { Incident } from "../shared/incident.ts";
import type { Language } from "../shared/languages.ts";
import { LANGUAGES } from "./languages.ts";

type Texts = Readonly<Record<"needs_javascript" | "or_call", Readonly<Record<Language, string>>>>;

const FILE = resolve(import.meta.dirname, "../../content/pages.yml");

export function withoutScript({ hotline }: Incident): Plugin {
  const texts = parse(readFileSync(FILE, "utf8")) as Texts;
  const paragraphs = (text: (language: Language) => string) =>
    LANGUAGES.map((language) => `<p lang="${language}">${text(language)}</p>`).join("\n      ");
  const needed = (language: Language) => texts.needs_javascript[language];
  const orCall = (language: Language) => texts.or_call[language].replace("{hotline}", hotline.display);
  return {
    name: "without-script",
    transformIndexHtml: {
      order: "pre",
      handler: (page) =>
        page
          .replace(/<html lang="\w+">/, `<html lang="${LANGUAGES[0]}">`)
          .replace("<!-- needs javascript -->", () => paragraphs(needed))
          .replace("<!-- needs javascript, or call -->", () =>
            paragraphs((language) => `${needed(language)} ${orCall(language)}`),
          ),
    },
  };
}
