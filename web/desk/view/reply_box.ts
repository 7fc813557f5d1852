/** Where an agent answers the customer; "/" opens the ready answers, which go in in the customer's language. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import { isTooLong, TEXT_LIMIT } from "../../shared/text_limit.ts";
import { TypingReport } from "../../shared/typing_report.ts";
import { fitHeight } from "../../shared/view/fit_height.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import { type Asked, askedAt, inserted, isOnlyAsked, matching } from "../canned_replies.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Draft } from "../desk_drafts.ts";
import type { CannedReply } from "../desk_wire.ts";
import { languageName } from "../language_name.ts";
import { cannedList } from "./canned_list.ts";
import { fieldStyles } from "./styles/field_styles.ts";
import { replyStyles } from "./styles/reply_styles.ts";

export class ReplySent extends Event {
  constructor(readonly text: string) {
    super("reply-sent");
  }
}

export class ReplyBox extends LitElement {
  static override properties = {
    texts: { attribute: false },
    language: { attribute: false },
    customerLanguage: { attribute: false },
    draft: { attribute: false },
    replies: { attribute: false },
    tellTyping: { attribute: false },
    say: { attribute: false },
    asked: { state: true },
    chosen: { state: true },
    problem: { state: true },
  };

  declare texts: DeskTexts;
  /** The agent's. */
  declare language: Language;
  declare customerLanguage: Language;
  declare draft: Draft;
  declare replies: readonly CannedReply[];
  declare tellTyping: (on: boolean) => void;
  /** Tells screen readers. */
  declare say: (words: string) => void;
  declare protected asked: Asked | null;
  declare protected chosen: number;
  declare protected problem: "long" | "asked" | null;
  readonly #typing = new TypingReport((on) => this.tellTyping(on));

  static override styles = [base, buttons, fieldStyles, replyStyles];

  constructor() {
    super();
    this.replies = [];
    this.asked = null;
    this.chosen = 0;
    this.problem = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#typing.stopped();
  }

  override render(): TemplateResult {
    const { texts, asked, problem } = this;
    const found = this.#found;
    return html`<form novalidate @submit=${(event: Event) => this.#submit(event)}>
      <div class="head">
        <label for="reply">${texts.replyTo(languageName(this.customerLanguage, this.language))}</label>
        ${
          this.replies.length > 0
            ? html`<button class="quiet" type="button"
              @click=${() => this.#browse()}>${texts.canned} <kbd>/</kbd></button>`
            : nothing
        }
      </div>
      ${asked ? cannedList(found, this.chosen, this, (reply) => this.#insert(reply)) : nothing}
      <div class="line">
        <textarea
          id="reply"
          rows="2"
          autocomplete="off"
          lang=${this.customerLanguage}
          placeholder=${texts.replyPlaceholder}
          aria-describedby="hint ${problem ? "problem" : ""}"
          aria-invalid=${problem ? "true" : nothing}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls=${asked ? "canned" : nothing}
          aria-activedescendant=${asked && found.length > 0 ? `canned-${this.chosen}` : nothing}
          @input=${() => this.#typed()}
          @keydown=${this.#key}
          @click=${() => this.#look()}
          @blur=${() => this.#left()}
        ></textarea>
        <button class="solid" type="submit">${texts.send}</button>
      </div>
      ${
        problem
          ? html`<p class="problem" id="problem"
            role="alert">${problem === "long" ? texts.tooLong(TEXT_LIMIT) : texts.cannedNone}</p>`
          : nothing
      }
      <p class="hint" id="hint">${texts.replyHint}</p>
    </form>`;
  }

  protected override firstUpdated(): void {
    this.#field.value = this.draft.text;
    fitHeight(this.#field);
  }

  override focus(options?: FocusOptions): void {
    this.#field?.focus(options);
  }

  /** Puts a text that was not sent back, before what is being written. */
  put(text: string): void {
    const field = this.#field;
    field.value = field.value ? `${text}\n${field.value}` : text;
    this.#typed();
    field.focus();
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea") as HTMLTextAreaElement;
  }

  get #found(): readonly CannedReply[] {
    return this.asked ? matching(this.replies, this.asked.wanted, this.language) : [];
  }

  #typed(): void {
    this.draft.text = this.#field.value;
    if (this.problem === "asked" || !isTooLong(this.#field.value.trim())) this.problem = null;
    const looking = this.#look();
    if (this.#field.value.trim() && !looking) this.#typing.typed();
    else this.#typing.stopped();
    fitHeight(this.#field);
  }

  /** Whether a ready answer is being looked for at the caret. */
  #look(): boolean {
    const before = this.asked;
    const { value, selectionStart, selectionEnd } = this.#field;
    this.asked = this.replies.length > 0 && selectionStart === selectionEnd ? askedAt(value, selectionStart) : null;
    if (this.asked?.wanted !== before?.wanted) {
      this.chosen = 0;
      if (this.asked)
        this.say(this.#found.length > 0 ? this.texts.cannedCount(this.#found.length) : this.texts.cannedNone);
    }
    return this.asked !== null;
  }

  #left(): void {
    this.asked = null;
    this.#typing.stopped();
  }

  #key(event: KeyboardEvent): void {
    // While a word is being composed, Enter chooses it and does not send.
    if (event.isComposing || event.altKey) return;
    if (this.asked && this.#listKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#submit(event);
  }

  #listKey({ key, shiftKey }: KeyboardEvent): boolean {
    const found = this.#found;
    if (key === "Escape") {
      this.asked = null;
      return true;
    }
    if (found.length === 0) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const step = key === "ArrowDown" ? 1 : -1;
      this.chosen = (this.chosen + step + found.length) % found.length;
      return true;
    }
    const reply = found[this.chosen];
    if ((key !== "Enter" && key !== "Tab") || shiftKey || !reply) return false;
    this.#insert(reply);
    return true;
  }

  protected override updated(): void {
    if (this.asked) this.renderRoot.querySelector(`#canned-${this.chosen}`)?.scrollIntoView({ block: "nearest" });
  }

  #insert(reply: CannedReply): void {
    if (!this.asked) return;
    const field = this.#field;
    const { text, caret } = inserted(field.value, this.asked, reply.text[this.customerLanguage]);
    field.value = text;
    this.asked = null;
    field.focus();
    field.setSelectionRange(caret, caret);
    this.#typed();
  }

  /** With the mouse: as if "/" had been typed at the caret. */
  #browse(): void {
    const field = this.#field;
    field.focus();
    const gap = /(^|\s)$/.test(field.value.slice(0, field.selectionStart)) ? "" : " ";
    field.setRangeText(`${gap}/`, field.selectionStart, field.selectionEnd, "end");
    this.#typed();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (isTooLong(text)) this.problem = "long";
    else if (isOnlyAsked(text)) this.problem = "asked";
    else if (text) {
      this.dispatchEvent(new ReplySent(text));
      this.#field.value = "";
      this.#typing.stopped();
      this.#typed();
    }
    this.focus();
  }
}

customElements.define("breachline-reply-box", ReplyBox);
