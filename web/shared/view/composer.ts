/** Where the customer writes. What is typed is kept on every keystroke, so a reload loses nothing. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Texts } from "../catalogue/texts.ts";
import type { Drafts } from "../drafts.ts";
import { isTooLong, MESSAGE_LIMIT } from "../text_limit.ts";
import { composing } from "./composing.ts";
import { fitHeight } from "./fit_height.ts";
import { icons } from "./icons.ts";
import { base } from "./tokens.ts";

export class TextSent extends Event {
  constructor(readonly text: string) {
    super("text-sent");
  }
}

/** What is in the field has changed. */
export class TextTyped extends Event {
  constructor(readonly text: string) {
    super("text-typed");
  }
}

export class Composer extends LitElement {
  static override properties = {
    texts: { attribute: false },
    drafts: { attribute: false },
    placeholder: { attribute: false },
    problem: { state: true },
  };

  declare texts: Texts;
  declare drafts: Drafts;
  declare placeholder: string;
  declare protected problem: string | null;

  static override styles = [
    base,
    css`
      form {
        display: flex;
        align-items: flex-end;
        gap: 8px;
        padding: 5px;
        border: 1px solid var(--_edge);
        border-radius: calc(var(--_radius) + 6px);
        background: var(--_surface);
      }

      form:focus-within {
        border-color: var(--_link);
        box-shadow: 0 0 0 1px var(--_link);
      }

      textarea {
        flex: 1;
        min-width: 0;
        height: 38px;
        max-height: 9.5em;
        margin: 0;
        padding: 7px 0 7px 12px;
        border: 0;
        background: none;
        /* 16 px or more: below, iOS zooms into the field. */
        font-size: 1em;
        line-height: 1.5;
        resize: none;
      }

      /* The whole form shows the focus. */
      textarea:focus-visible {
        outline: none;
      }

      textarea::placeholder {
        color: var(--_quiet);
        opacity: 1;
      }

      button {
        display: grid;
        place-items: center;
        flex: none;
        width: 38px;
        height: 38px;
        border: 1px solid transparent;
        border-radius: 50%;
        background: var(--_accent);
        color: var(--_on-accent);
      }

      button:hover {
        filter: brightness(1.15);
      }

      p {
        margin: 6px 4px 0;
        color: var(--_quiet);
        font-size: 0.8125em;
        line-height: 1.4;
        text-align: center;
      }

      .problem {
        color: var(--_attention);
        font-weight: 600;
      }

      /* A phone on its side, or 400 % zoom: the hint is read to who cannot see it, the room goes to the log. */
      @media (max-height: 420px) {
        #hint {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }

      @media (forced-colors: active) {
        form:focus-within {
          outline: 2px solid Highlight;
        }

        button {
          border-color: ButtonText;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.problem = null;
  }

  override render(): TemplateResult {
    const { texts, problem } = this;
    return html`
      <form novalidate @submit=${this.#submit}>
        <textarea
          rows="1"
          enterkeyhint="send"
          autocomplete="off"
          aria-label=${texts.field}
          aria-describedby="hint ${problem ? "problem" : ""}"
          aria-invalid=${problem ? "true" : nothing}
          placeholder=${this.placeholder}
          @input=${this.#typed}
          @keydown=${this.#key}
        ></textarea>
        <button type="submit" aria-label=${texts.send}>${icons.send}</button>
      </form>
      ${problem ? html`<p class="problem" id="problem" role="alert">${problem}</p>` : nothing}
      <p id="hint">${texts.neverType}</p>
    `;
  }

  protected override firstUpdated(): void {
    this.#field.value = this.drafts.text;
    fitHeight(this.#field);
  }

  override focus(options?: FocusOptions): void {
    this.#field?.focus(options);
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea") as HTMLTextAreaElement;
  }

  #typed(): void {
    this.drafts.text = this.#field.value;
    this.dispatchEvent(new TextTyped(this.#field.value));
    if (this.problem && !isTooLong(this.#field.value.trim(), MESSAGE_LIMIT)) this.problem = null;
    fitHeight(this.#field);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    this.#submit(event);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (isTooLong(text, MESSAGE_LIMIT)) {
      this.problem = this.texts.tooLong(MESSAGE_LIMIT);
      return;
    }
    if (!text) {
      this.focus();
      return;
    }
    this.dispatchEvent(new TextSent(text));
    this.#field.value = "";
    this.#typed();
  }
}

customElements.get("breachline-composer") ?? customElements.define("breachline-composer", Composer);
