/** Looking for a ready answer while writing: what is asked for at the caret, what is found, which one is chosen. */
import type { LitElement } from "lit";
import type { Danger } from "../../shared/api_types.ts";
import type { Language } from "../../shared/languages.ts";
import { type Asked, askedAt, inserted, matching } from "../canned_replies.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { CannedReply } from "../desk_readers.ts";

export interface PickerHost extends LitElement {
  readonly texts: DeskTexts;
  /** The agent's. */
  readonly language: Language;
  readonly customerLanguage: Language;
  /** Of the customer; ready answers written for it come first. */
  readonly danger: Danger | null;
  readonly replies: readonly CannedReply[];
  readonly field: HTMLTextAreaElement;
  /** Tells screen readers. */
  readonly say: (words: string) => void;
  /** The text in the field has changed. */
  typed(): void;
}

export class CannedPicker {
  readonly #host: PickerHost;
  #asked: Asked | null = null;
  #chosen = 0;

  constructor(host: PickerHost) {
    this.#host = host;
  }

  /** Whether the list is open. */
  get open(): boolean {
    return this.#asked !== null;
  }

  get chosen(): number {
    return this.#chosen;
  }

  get found(): readonly CannedReply[] {
    const { replies, language, danger } = this.#host;
    return this.#asked ? matching(replies, this.#asked.wanted, language, danger) : [];
  }

  /** Looks at the caret whether a ready answer is being asked for. */
  readonly look = (): void => {
    const { replies, field, texts, say } = this.#host;
    const before = this.#asked;
    const { value, selectionStart, selectionEnd } = field;
    this.#asked = replies.length > 0 && selectionStart === selectionEnd ? askedAt(value, selectionStart) : null;
    if (this.#asked?.wanted !== before?.wanted) {
      this.#chosen = 0;
      const { length } = this.found;
      if (this.#asked) say(length > 0 ? texts.cannedCount(length) : texts.cannedNone);
    }
    this.#host.requestUpdate();
  };

  close(): void {
    this.#asked = null;
    this.#host.requestUpdate();
  }

  /** Whether the key was one for the list. */
  key({ key, shiftKey }: KeyboardEvent): boolean {
    if (!this.open) return false;
    const { found } = this;
    if (key === "Escape") {
      this.close();
      this.#host.focus();
      return true;
    }
    if (found.length === 0) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : -1;
      this.#chosen = (this.#chosen + step + found.length) % found.length;
      this.#host.requestUpdate();
      return true;
    }
    const reply = found[this.#chosen];
    if ((key !== "Enter" && key !== "Tab") || shiftKey || !reply) return false;
    this.insert(reply);
    return true;
  }

  /** In the customer's language, in the place of what asked for it. */
  readonly insert = (reply: CannedReply): void => {
    if (!this.#asked) return;
    const { field, customerLanguage } = this.#host;
    const { text, caret } = inserted(field.value, this.#asked, reply.text[customerLanguage]);
    field.value = text;
    this.#asked = null;
    field.focus();
    field.setSelectionRange(caret, caret);
    this.#host.typed();
  };

  /** With the mouse: as if "/" had been typed at the caret. */
  readonly browse = (): void => {
    const { field } = this.#host;
    field.focus();
    const gap = /(^|\s)$/.test(field.value.slice(0, field.selectionStart)) ? "" : " ";
    field.setRangeText(`${gap}/`, field.selectionStart, field.selectionEnd, "end");
    this.#host.typed();
  };
}
