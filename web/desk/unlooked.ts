/** Counts the conversations in which something happened while nobody looked; the page's title carries the number. */
import type { News } from "./news.ts";

export class Unlooked {
  readonly #conversations = new Set<string>();

  add(news: readonly News[]): void {
    for (const { conversation_id } of news) this.#conversations.add(conversation_id);
  }

  /** Somebody looks at the page again. */
  clear(): void {
    this.#conversations.clear();
  }

  title(plain: string): string {
    return this.#conversations.size > 0 ? `(${this.#conversations.size}) ${plain}` : plain;
  }
}
