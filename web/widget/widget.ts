/**
 * The launcher and the panel it opens.
 *
 * Beside the page the panel is a modeless dialog: a customer reads the company's statement and asks about it at the same
 * time. Where it covers the page (phones, 400 % zoom) it is a modal one, for nobody can use what they cannot see.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { apiAt } from "../shared/api.ts";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { ChatClient } from "../shared/chat_client.ts";
import { sessionDrafts } from "../shared/drafts.ts";
import { incident } from "../shared/incident.ts";
import { browserKeeper } from "../shared/keeper.ts";
import { browserNetwork } from "../shared/network.ts";
import { shelf } from "../shared/shelf.ts";
import "../shared/view/chat.ts";
import type { Chat } from "../shared/view/chat.ts";
import { composing } from "../shared/view/composing.ts";
import { icons } from "../shared/view/icons.ts";
import { keepAboveKeyboard } from "../shared/view/keyboard.ts";
import { base, tokens } from "../shared/view/tokens.ts";
import { pageLanguage, type WidgetSettings } from "./settings.ts";
import { widgetStyles } from "./widget_styles.ts";

/** Open or closed is remembered for the tab: it stays as it was when the customer goes to the next page. */
const OPEN = "breachline.open";
const GREETED = "breachline.greeted";
const COVERING = "(max-width: 480px), (max-height: 420px)";
/**
 * What the page around us does not hear: its shortcuts would swallow letters, its smooth scrolling our log's, and a trap
 * for its own dialog's focus ours. Seen from there all of it happens at one element that is no field.
 */
const OURS = [
  "keydown",
  "keypress",
  "keyup",
  "beforeinput",
  "input",
  "paste",
  "copy",
  "cut",
  "wheel",
  "touchmove",
  "focusin",
  "contextmenu",
  "selectstart",
];
/** Milliseconds between two returns to a page that takes us out of it. */
const RETURNS_APART = 1_000;

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

  readonly #client: ChatClient;
  readonly #settings: WidgetSettings;
  readonly #covering = matchMedia(COVERING);
  readonly #page = new MutationObserver(() => this.#followPage());
  readonly #tab = shelf(() => sessionStorage);
  #letGo: () => void = () => {};
  #removed = false;
  #returnedAt = Number.NEGATIVE_INFINITY;

  static override styles = [tokens, base, widgetStyles];
  static #one: Widget | null = null;

  /** Puts it on the page, and back where the site had removed it; one page has one. Rejects when it cannot be drawn. */
  static async begin(settings: WidgetSettings): Promise<void> {
    Widget.#one ??= new Widget(connect(settings), settings);
    const widget = Widget.#one;
    if (!widget.isConnected) document.body.append(widget);
    await widget.updateComplete.catch((error) => {
      widget.remove();
      throw error;
    });
  }

  /** A page's router that keeps copies of its pages makes copies of us, with nothing given; they go as they come. */
  constructor(client: ChatClient, settings: WidgetSettings) {
    super();
    this.#client = client;
    this.#settings = settings;
    if (!client) return;
    this.theme = settings.theme;
    this.position = settings.position;
    this.open = false;
    this.greeted = !settings.greeting || this.#tab.read(GREETED) !== null;
    client.addEventListener("change", () => this.requestUpdate());
    this.addEventListener("keydown", (event) => this.#key(event));
    for (const event of OURS) this.addEventListener(event, (heard) => heard.stopPropagation());
    this.addEventListener("breachline-close", () => this.hide());
  }

  override connectedCallback(): void {
    if (!this.#client) {
      super.remove();
      return;
    }
    super.connectedCallback();
    this.#removed = false;
    this.#page.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
    this.#covering.addEventListener("change", this.#resized);
    void this.#client.resume();
    void this.updateComplete.then(
      () => this.#stand(),
      () => {},
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#page.disconnect();
    this.#covering.removeEventListener("change", this.#resized);
    this.#letGo();
    if (this.#removed) this.#client?.rest();
    else if (this.#client) setTimeout(() => this.#return(), this.#returnedAt + RETURNS_APART - performance.now());
  }

  /** The site wants no assistant on this page. Whatever else takes it out, a new body or a router, it comes back. */
  override remove(): void {
    this.#removed = true;
    super.remove();
  }

  #return(): void {
    if (this.isConnected || this.#removed) return;
    this.#returnedAt = performance.now();
    (document.body ?? document.documentElement).append(this);
  }

  /** In its place above the page, open if it was. */
  #stand(): void {
    if (!this.isConnected) return;
    const layer = this.renderRoot.querySelector(".layer") as HTMLElement;
    this.#letGo = keepAboveKeyboard(layer);
    // A site that gives us a height in its own stack wants something above us.
    if (!getComputedStyle(this).getPropertyValue("--breachline-z-index")) layer.showPopover?.();
    if (this.open) {
      this.#resized();
      void this.#client.start();
    } else if (this.#tab.read(OPEN) !== null) this.show(false);
  }

  override render(): TemplateResult {
    const { language, unread } = this.#client.snapshot;
    const texts = catalogue[language];
    return html`<div class="layer" popover="manual">
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
        <breachline-chat closable .client=${this.#client} .shown=${this.open} .theme=${this.theme}
          @breachline-link=${inside} @breachline-transcript=${inside}></breachline-chat>
      </dialog>
    </div>`;
  }

  /** Opens the chat. A page may call this from a link or button of its own. */
  show(focus = true): void {
    if (this.open) return;
    this.open = true;
    this.#dismiss();
    this.#tab.write(OPEN, "1");
    this.#showDialog();
    void this.#client.start();
    if (focus) void this.#chat.updateComplete.then(() => this.#chat.focus());
  }

  /** Closes it; the conversation goes on. */
  hide(): void {
    if (!this.open) return;
    this.open = false;
    this.#tab.write(OPEN, null);
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
    if (event.key !== "Escape" || event.defaultPrevented || composing(event) || !this.open) return;
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
    this.#tab.write(GREETED, "1");
  }

  /** The site switched its language: until a conversation has one of its own, so do we. */
  #followPage(): void {
    if (!this.#settings.language && this.#client.snapshot.phase === "idle") this.#client.language = pageLanguage();
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

function connect({ origin, language }: WidgetSettings): ChatClient {
  return new ChatClient({
    api: apiAt(origin),
    keeper: browserKeeper(),
    drafts: sessionDrafts(),
    network: browserNetwork(),
    client: "web",
    language: language ?? pageLanguage(),
  });
}
