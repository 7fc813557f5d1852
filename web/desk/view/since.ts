/** How long ago, ticking. It is drawn again by itself, and is never announced: a clock that speaks is no help. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import { duration, secondsSince } from "../duration.ts";

const TICK = 1_000;

export class Since extends LitElement {
  static override properties = { at: {}, texts: { attribute: false }, limit: { attribute: false } };

  declare at: string;
  declare texts: DeskTexts;
  /** Seconds after which it is said to be long; 0 for never. */
  declare limit: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    css`
      .over {
        color: var(--_attention);
        font-weight: 650;
      }
    `,
  ];

  constructor() {
    super();
    this.limit = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const seconds = secondsSince(this.at);
    const over = this.limit > 0 && seconds > this.limit;
    return html`<time class=${over ? "over" : nothing} datetime=${this.at}>${duration(seconds, this.texts)}</time>${
      over ? html`<span class="heard"> (${this.texts.overLimit})</span>` : nothing
    }`;
  }
}

customElements.define("breachline-since", Since);
