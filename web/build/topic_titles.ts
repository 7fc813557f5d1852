/** Reads what each topic is called, for the agents' page: the same names as on the customers' buttons. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { TopicTitles } from "../desk/topics.ts";
import { LANGUAGES } from "./languages.ts";

const FILE = resolve(import.meta.dirname, "../../content/topic_titles.yml");

export function readTopicTitles(): TopicTitles {
  const titles = parse(readFileSync(FILE, "utf8")) as TopicTitles;
  for (const [topic, title] of Object.entries(titles))
    if (!LANGUAGES.every((language) => title[language])) throw new Error(`${FILE}: ${topic} lacks a language.`);
  return titles;
}
