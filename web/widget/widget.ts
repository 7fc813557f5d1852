/**
 * The launcher and the panel it opens.
 *
 * Beside the page the panel is a modeless dialog: a customer reads the company's statement and asks about it at the same
 * time. Where it covers the page (phones, 400 % zoom) it is a modal one, for nobody can use what they cannot see.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import type { Connection } from "../shared/connection.ts";
import { incident } from "../shared/incident.ts";
import "../shared/view/chat.ts";
import type { Chat } from "../shared/view/chat.ts";
import { icons } from "../shared/view/icons.ts";
import { base, tokens } from "../shared/view/tokens.ts";
import { pageLanguage, type WidgetSettings } from "./settings.ts";
import { widgetStyles } from "./widget_styles.ts";

/** Open or closed is remembered for the tab: it stays as it was when the customer goes to the next page. */
const OPEN = "breachline.open";
const GREETED = "breachline.greeted";
const COVERING = "(max-width: 480px), (max-height: 420px)";

export class Widget extends LitElement {
  static override properties = {
    theme: { reflect: true },
    position: { reflect: true },
    open: { type: Boolean, reflect: true },
    greeted: { state: true },
  };

  declare theme: string | null;
  declare position: string;
  declare open: boolean;
  declare protected greeted: boolean;

  readonly #connection: Connection;
  readonly #settings: WidgetSettings;
  readonly #covering = matchMedia(COVERING);
  readonly #page = new MutationObserver(() => this.#followPage());

  static override styles = [tokens, base, widgetStyles];

  constructor(connection: Connection, settings: WidgetSettings) {
    super();
    this.#connection = connection;
    this.#settings = settings;
    this.theme = settings.theme;
    this.position = settings.position;
    this.open = false;
    this.greeted = !settings.greeting || recalled(GREETED);
    connection.addEventListener("change", () => this.requestUpdate());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("breachline-close", () => this.hide());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#page.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
    this.#covering.addEventListener("change", this.#resized);
    void this.#connection.resume();
    if (recalled(OPEN)) void this.updateComplete.then(() => this.show(false));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#page.disconnect();
    this.#covering.removeEventListener("change", this.#resized);
  }

  override render(): TemplateResult {
    const { language, unread } = this.#connection.snapshot;
    const texts = catalogue[language];
    return html`
      <div class="launcher" role="region" aria-label=${texts.title(incident.company)} lang=${language} ?hidden=${this.open}>
        ${
          this.greeted
            ? nothing
            : html`<div class="greeting">
                <button class="invite" type="button" @click=${() => this.show()}>${this.#settings.greeting}</button>
                <button class="dismiss" type="button" aria-label=${texts.close} @click=${this.#dismiss}>${icons.close}</button>
              </div>`
        }
        <button
          class="launch"
          type="button"
          aria-haspopup="dialog"
          aria-expanded="false"
          aria-label=${unread > 0 ? texts.openUnread(unread) : texts.open}
          @click=${() => this.show()}
        >
          ${icons.speech}${unread > 0 ? html`<span class="unread" aria-hidden="true">${unread > 9 ? "9+" : unread}</span>` : nothing}
        </button>
      </div>
      <dialog aria-label=${texts.title(incident.company)} lang=${language} @cancel=${this.#cancelled}>
        <breachline-chat closable .connection=${this.#connection} .shown=${this.open} .theme=${this.theme}
          @breachline-link=${inside} @breachline-transcript=${inside}></breachline-chat>
      </dialog>
    `;
  }

  /** Opens the chat. A page may call this from a link or button of its own. */
  show(focus = true): void {
    if (this.open) return;
    this.open = true;
    this.#dismiss();
    recall(OPEN, true);
    this.#showDialog();
    void this.#connection.start();
    if (focus) void this.#chat.updateComplete.then(() => this.#chat.focus());
  }

  /** Closes it; the conversation goes on. */
  hide(): void {
    if (!this.open) return;
    this.open = false;
    recall(OPEN, false);
    this.#dialog.close();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".launch")?.focus());
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog") as HTMLDialogElement;
  }

  get #chat(): Chat {
    return this.renderRoot.querySelector("breachline-chat") as Chat;
  }

  #showDialog(): void {
    // Opening a dialog moves the focus to its first button; where it goes is decided by who opened it.
    const focused = document.activeElement as HTMLElement | null;
    if (this.#covering.matches) this.#dialog.showModal();
    else this.#dialog.show();
    if (!this.#covering.matches && focused !== this) focused?.focus({ preventScroll: true });
  }

  readonly #resized = () => {
    if (!this.open) return;
    const inside = deepFocus(this.shadowRoot);
    this.#dialog.close();
    this.#showDialog();
    inside?.focus();
  };

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !this.open) return;
    event.preventDefault();
    this.hide();
  }

  /** Android's way back closes a modal dialog without a key. */
  #cancelled(event: Event): void {
    event.preventDefault();
    this.hide();
  }

  #dismiss(): void {
    this.greeted = true;
    recall(GREETED, true);
  }

  /** The site switched its language: until a conversation has one of its own, so do we. */
  #followPage(): void {
    if (!this.#settings.language && this.#connection.snapshot.phase === "idle")
      this.#connection.language = pageLanguage();
  }
}

/** Which help somebody calls, and what was said, is nothing for the page around us to listen to. */
function inside(event: Event): void {
  event.stopPropagation();
}

function deepFocus(root: ShadowRoot | null): HTMLElement | null {
  const focused = root?.activeElement;
  return focused instanceof HTMLElement ? (deepFocus(focused.shadowRoot) ?? focused) : null;
}

function recalled(key: string): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function recall(key: string, yes: boolean): void {
  try {
    if (yes) sessionStorage.setItem(key, "1");
    else sessionStorage.removeItem(key);
  } catch {
    // Blocked: each page begins closed.
  }
}

customElements.get("breachline-widget") ?? customElements.define("breachline-widget", Widget);
