/** How it went: five answers in words, a comment if the customer likes. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Texts } from "../catalogue/texts.ts";
import { formStyles } from "./form_styles.ts";
import { base, buttons } from "./tokens.ts";

export class Rated extends Event {
  constructor(
    readonly stars: number,
    readonly comment: string,
  ) {
    super("rated");
  }
}

export class Rating extends LitElement {
  static override properties = {
    texts: { attribute: false },
    ends: { type: Boolean },
    failed: { type: Boolean },
    missing: { state: true },
    stars: { state: true },
  };

  declare texts: Texts;
  /** The conversation ends with it; so it may without an answer, too. */
  declare ends: boolean;
  declare failed: boolean;
  declare protected missing: boolean;
  declare protected stars: number;

  static override styles = [
    base,
    buttons,
    formStyles,
    css`
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        margin-bottom: 10px;
        padding: 0;
        font-weight: 650;
        font-size: 1.0625em;
      }

      .answer {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 40px;
        padding: 4px 10px;
        border-radius: 10px;
        cursor: pointer;
      }

      .answer:hover {
        background: var(--_tint);
      }

      input {
        width: 20px;
        height: 20px;
        margin: 0;
        accent-color: var(--_link);
      }

      .comment {
        display: block;
        margin-top: 14px;
      }
    `,
  ];

  constructor() {
    super();
    this.ends = false;
    this.failed = false;
    this.missing = false;
    this.stars = 0;
  }

  override render(): TemplateResult {
    const { texts } = this;
    const problem = this.missing ? texts.rateMissing : this.failed ? texts.rateFailed : null;
    return html`<form novalidate @submit=${this.#submit}>
      <fieldset aria-describedby=${problem ? "problem" : nothing}>
        <legend>${texts.rateQuestion}</legend>
        ${texts.stars.map(
          (words, index) => html`<label class="answer">
            <input type="radio" name="stars" .checked=${this.stars === index + 1} @change=${() => this.#choose(index + 1)} />
            ${words}
          </label>`,
        )}
      </fieldset>
      <label class="comment">
        ${texts.comment}
        <span class="hint">${texts.commentHint}</span>
        <textarea name="comment" rows="2" maxlength="1000"></textarea>
      </label>
      ${problem ? html`<p class="problem" id="problem" role="alert">${problem}</p>` : nothing}
      <div class="actions">
        <button class="solid" type="submit">${texts.rateSend}</button>
        ${
          this.ends
            ? html`<button class="plain" type="button" @click=${() => this.dispatchEvent(new Event("skipped"))}>
                ${texts.rateSkip}
              </button>`
            : nothing
        }
        <button class="plain" type="button" @click=${() => this.dispatchEvent(new Event("cancelled"))}>${texts.cancel}</button>
      </div>
    </form>`;
  }

  override focus(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  #choose(stars: number): void {
    this.stars = stars;
    this.missing = false;
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (!this.stars) {
      this.missing = true;
      this.focus();
      return;
    }
    const comment = this.renderRoot.querySelector("textarea")?.value.trim() ?? "";
    this.dispatchEvent(new Rated(this.stars, comment));
  }
}

customElements.get("breachline-rating") ?? customElements.define("breachline-rating", Rating);
