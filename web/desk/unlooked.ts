/** Counts the conversations in which something happened while nobody looked; the page's title carries the number. */
import type { News } from "./news.ts";

export class Unlooked {
  readonly #conversations = new Set<string>();
  #alarm = false;

  add(news: readonly News[]): void {
    for (const { conversation_id, alarm } of news) {
      this.#conversations.add(conversation_id);
      this.#alarm ||= alarm;
    }
  }

  /** Somebody looks at the page again. */
  clear(): void {
    this.#conversations.clear();
    this.#alarm = false;
  }

  /** `alarm` is the word for somebody in danger. */
  title(plain: string, alarm: string): string {
    const { size } = this.#conversations;
    if (size === 0) return plain;
    return this.#alarm ? `(${size}) ${alarm} – ${plain}` : `(${size}) ${plain}`;
  }
}
