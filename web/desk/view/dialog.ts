/** A modal window: the browser's own <dialog>, which keeps the focus inside and gives it back. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { icons } from "../../shared/view/icons.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import { dialogStyles } from "./styles/dialog_styles.ts";
import { fieldStyles } from "./styles/field_styles.ts";

/** The reader closed it without deciding: Escape, or the cross. */
export class Dismissed extends Event {
  constructor() {
    super("dismissed", { bubbles: true, composed: true });
  }
}

export abstract class DeskDialog extends LitElement {
  static override styles = [base, buttons, fieldStyles, dialogStyles];

  #gone = false;

  protected abstract heading(): string;
  protected abstract dismissLabel(): string;
  protected abstract content(): TemplateResult;
  /** What went wrong, if something did. */
  protected problemText(): string | null {
    return null;
  }

  override render(): TemplateResult {
    const problem = this.problemText();
    return html`<dialog aria-labelledby="title" @cancel=${this.#cancelled} @close=${this.#dismissed}>
      <header role="none">
        <h2 id="title">${this.heading()}</h2>
        <button class="cross" type="button" aria-label=${this.dismissLabel()}
          @click=${() => this.close()}>${icons.close}</button>
      </header>
      ${this.content()}
      ${
        problem
          ? html`<p class="problem" id="problem" role="alert">${icons.attention}<span>${problem}</span></p>`
          : nothing
      }
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    this.renderRoot.querySelector<HTMLElement>("[autofocus]")?.focus();
  }

  close(): void {
    this.#dialog?.close();
    this.#dismissed();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  /** Once, and at once: the browser says that a window was closed a moment later, and a key may come in between. */
  #dismissed(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.dispatchEvent(new Dismissed());
  }

  /** The page's own Escape must not close something else as well. */
  #cancelled(event: Event): void {
    event.stopPropagation();
    if (!event.cancelable) return;
    event.preventDefault();
    this.close();
  }
}
