/** The sheets over the log: which one is open, what it asks, and where the focus goes when it closes. */
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Texts } from "../catalogue/texts.ts";
import type { Connection } from "../connection.ts";
import "./rating.ts";
import type { Rated } from "./rating.ts";

export type Sheet = "erase" | "rate";

export interface SheetHost extends LitElement {
  readonly connection: Connection;
  readonly texts: Texts;
  /** The conversation is over. */
  finished(thanked: boolean): void;
}

export class Sheets {
  readonly #host: SheetHost;
  open: Sheet | null = null;
  /** Why what the open sheet asks for did not work. */
  #problem: string | null = null;

  constructor(host: SheetHost) {
    this.#host = host;
  }

  show(sheet: Sheet): void {
    this.#problem = null;
    this.open = sheet;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(async () => {
      const first = this.#host.renderRoot.querySelector<LitElement | HTMLElement>("[data-first]");
      if (first && "updateComplete" in first) await first.updateComplete;
      first?.focus();
    });
  }

  close(): void {
    this.#gone();
    void this.#host.updateComplete.then(() => {
      this.#host.renderRoot.querySelector<HTMLElement>('[data-menu="options"]')?.focus();
    });
  }

  render(): unknown {
    if (!this.open) return nothing;
    const sheet = { erase: () => this.#eraseSheet(), rate: () => this.#rateSheet() }[this.open]();
    return keyed(this.open, html`<div class="veil">${sheet}</div>`);
  }

  #eraseSheet(): TemplateResult {
    const { texts } = this.#host;
    return html`<div class="sheet" role="alertdialog" aria-modal="true" aria-labelledby="erase-title" aria-describedby="erase-text">
      <h3 id="erase-title">${texts.eraseQuestion}</h3>
      <p id="erase-text">${texts.eraseExplained}</p>
      ${this.#problem ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
      <div class="actions">
        <button class="plain" type="button" data-first @click=${() => this.close()}>${texts.cancel}</button>
        <button class="solid" type="button" data-erase @click=${() => this.#erase()}>${texts.eraseConfirm}</button>
      </div>
    </div>`;
  }

  #rateSheet(): TemplateResult {
    const { texts } = this.#host;
    return html`<div class="sheet" role="dialog" aria-modal="true" aria-label=${texts.rateQuestion}>
      <breachline-rating
        data-first
        .texts=${texts}
        .failed=${this.#problem !== null}
        @rated=${(event: Rated) => this.#rate(event)}
        @skipped=${() => this.#end(false)}
        @cancelled=${() => this.close()}
      ></breachline-rating>
    </div>`;
  }

  async #erase(): Promise<void> {
    const { connection, texts } = this.#host;
    try {
      await connection.erase();
      this.#gone();
      this.#host.finished(false);
    } catch {
      this.#failed(texts.eraseFailed);
    }
  }

  async #rate({ stars, comment }: Rated): Promise<void> {
    const { connection, texts } = this.#host;
    try {
      await connection.rate(stars, comment);
      this.#end(true);
    } catch {
      this.#failed(texts.rateFailed);
    }
  }

  #end(thanked: boolean): void {
    this.#host.connection.end();
    this.#gone();
    this.#host.finished(thanked);
  }

  #failed(words: string): void {
    this.#problem = words;
    this.#host.requestUpdate();
  }

  #gone(): void {
    this.open = null;
    this.#problem = null;
    this.#host.requestUpdate();
  }
}
