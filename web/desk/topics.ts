/** What a topic is called, from `content/topic_titles.yml`; put into the page when it is built. */
import type { Language } from "../shared/languages.ts";

export type TopicTitles = Readonly<Record<string, Readonly<Record<Language, string>>>>;

declare const __TOPIC_TITLES__: TopicTitles;

/** Nothing for what has no title: small talk, or a topic newer than this page. */
export function topicTitle(topic: string | null, language: Language): string | null {
  return topic === null ? null : (__TOPIC_TITLES__[topic]?.[language] ?? null);
}
