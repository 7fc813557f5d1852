/** Where an agent answers the customer; "/" opens the ready answers, which go in in the customer's language. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Danger } from "../../shared/api_types.ts";
import type { Language } from "../../shared/languages.ts";
import { isTooLong, TEXT_LIMIT } from "../../shared/text_limit.ts";
import { TypingReport } from "../../shared/typing_report.ts";
import { composing } from "../../shared/view/composing.ts";
import { fitHeight } from "../../shared/view/fit_height.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import { isOnlyAsked } from "../canned_replies.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Draft } from "../desk_drafts.ts";
import type { CannedReply } from "../desk_readers.ts";
import { languageName } from "../language_name.ts";
import { cannedList } from "./canned_list.ts";
import { CannedPicker, type PickerHost } from "./canned_picker.ts";
import { fieldStyles } from "./styles/field_styles.ts";
import { markStyles } from "./styles/mark_styles.ts";
import { replyStyles } from "./styles/reply_styles.ts";

export class ReplySent extends Event {
  constructor(readonly text: string) {
    super("reply-sent");
  }
}

export class ReplyBox extends LitElement implements PickerHost {
  static override properties = {
    texts: { attribute: false },
    language: { attribute: false },
    customerLanguage: { attribute: false },
    draft: { attribute: false },
    danger: { attribute: false },
    replies: { attribute: false },
    tellTyping: { attribute: false },
    say: { attribute: false },
    problem: { state: true },
  };

  declare texts: DeskTexts;
  /** The agent's. */
  declare language: Language;
  declare customerLanguage: Language;
  declare draft: Draft;
  declare danger: Danger | null;
  declare replies: readonly CannedReply[];
  declare tellTyping: (on: boolean) => void;
  /** Tells screen readers. */
  declare say: (words: string) => void;
  declare protected problem: "long" | "asked" | null;
  readonly #picker = new CannedPicker(this);
  readonly #typing = new TypingReport((on) => this.tellTyping(on));

  static override styles = [base, buttons, fieldStyles, markStyles, replyStyles];

  constructor() {
    super();
    this.danger = null;
    this.replies = [];
    this.problem = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#typing.stopped();
  }

  override render(): TemplateResult {
    const { texts, problem } = this;
    const { open, found, chosen } = this.#picker;
    return html`<form novalidate @submit=${(event: Event) => this.#submit(event)}>
      <div class="head">
        <label for="reply">${texts.replyTo(languageName(this.customerLanguage, this.language))}</label>
        ${
          this.replies.length > 0
            ? html`<button class="quiet" type="button"
              @click=${this.#picker.browse}>${texts.canned} <kbd>/</kbd></button>`
            : nothing
        }
      </div>
      ${open ? cannedList(found, chosen, this, this.#picker.insert, this.#key, this.#left) : nothing}
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
          aria-controls=${open ? "canned" : nothing}
          aria-activedescendant=${open && found.length > 0 ? `canned-${chosen}` : nothing}
          @input=${() => this.typed()}
          @keydown=${this.#key}
          @click=${this.#picker.look}
          @blur=${this.#left}
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
    this.field.value = this.draft.text;
    fitHeight(this.field);
  }

  override focus(options?: FocusOptions): void {
    this.field?.focus(options);
  }

  /** Puts a text that was not sent back, before what is being written. */
  put(text: string): void {
    const field = this.field;
    field.value = field.value ? `${text}\n${field.value}` : text;
    this.typed();
    field.focus();
  }

  get field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea") as HTMLTextAreaElement;
  }

  typed(): void {
    this.draft.text = this.field.value;
    if (this.problem === "asked" || !isTooLong(this.field.value.trim())) this.problem = null;
    this.#picker.look();
    if (this.field.value.trim() && !this.#picker.open) this.#typing.typed();
    else this.#typing.stopped();
    fitHeight(this.field);
  }

  /** Between the field and its list one goes to and fro. */
  readonly #left = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Element && relatedTarget.matches("#reply, #canned")) return;
    this.#picker.close();
    this.#typing.stopped();
  };

  readonly #key = (event: KeyboardEvent) => {
    if (composing(event) || event.altKey) return;
    if (this.#picker.key(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#submit(event);
  };

  protected override updated(): void {
    if (this.#picker.open)
      this.renderRoot.querySelector(`#canned-${this.#picker.chosen}`)?.scrollIntoView({ block: "nearest" });
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value.trim();
    if (isTooLong(text)) this.problem = "long";
    else if (isOnlyAsked(text)) this.problem = "asked";
    else if (text) {
      this.dispatchEvent(new ReplySent(text));
      this.field.value = "";
      this.#typing.stopped();
      this.typed();
    }
    this.focus();
  }
}

customElements.define("breachline-reply-box", ReplyBox);
