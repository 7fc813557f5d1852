/** How long ago, ticking. It is drawn again by itself, and is never announced: a clock that speaks is no help. */
import { html, LitElement, type TemplateResult } from "lit";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import { duration, secondsSince } from "../duration.ts";

const TICK = 1_000;

export class Since extends LitElement {
  static override properties = { at: {}, texts: { attribute: false } };

  declare at: string;
  declare texts: DeskTexts;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    return html`<time datetime=${this.at}>${duration(secondsSince(this.at), this.texts)}</time>`;
  }
}

customElements.define("breachline-since", Since);
