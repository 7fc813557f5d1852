/** The chat on the screen, in the widget's panel and on the full page: it draws a `Connection` and knows no network. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { catalogue } from "../catalogue/catalogue.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { Connection } from "../connection.ts";
import type { Language } from "../languages.ts";
import type { Snapshot } from "../snapshot.ts";
import { Announcements } from "./announcements.ts";
import { chatStyles } from "./chat_styles.ts";
import "./composer.ts";
import type { TextSent } from "./composer.ts";
import { formStyles } from "./form_styles.ts";
import { header, type Menu } from "./header.ts";
import { icons } from "./icons.ts";
import { log } from "./log.ts";
import { LogScroll } from "./log_scroll.ts";
import { Sheets } from "./sheets.ts";
import { base, buttons, tokens } from "./tokens.ts";
import { handOverTranscript } from "./transcript.ts";

export class Chat extends LitElement {
  static override properties = {
    connection: { attribute: false },
    closable: { type: Boolean },
    shown: { type: Boolean },
    theme: { reflect: true },
    menu: { state: true },
    problem: { state: true },
    thanked: { state: true },
  };

  declare connection: Connection;
  declare closable: boolean;
  /** On the screen: only then is what arrives read. */
  declare shown: boolean;
  declare theme: string | null;
  declare protected menu: Menu | null;
  declare protected problem: string | null;
  declare protected thanked: boolean;

  readonly #announcements = new Announcements(this);
  readonly #scroll = new LogScroll(this);
  readonly #sheets = new Sheets(this);

  static override styles = [tokens, base, buttons, formStyles, chatStyles];

  constructor() {
    super();
    this.closable = false;
    this.shown = false;
    this.theme = null;
    this.menu = null;
    this.problem = null;
    this.thanked = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection.addEventListener("change", this.#changed);
    document.addEventListener("visibilitychange", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.connection.removeEventListener("change", this.#changed);
    document.removeEventListener("visibilitychange", this.#changed);
  }

  get texts(): Texts {
    return catalogue[this.connection.snapshot.language];
  }

  override render(): TemplateResult {
    const { connection, texts, menu } = this;
    const snapshot = connection.snapshot;
    return html`<div class="chat" lang=${snapshot.language} @keydown=${this.#key} @click=${this.#clickedBeside}>
      <div class="body" ?inert=${this.#sheets.open !== null}>
        ${header({
          texts,
          language: snapshot.language,
          state: snapshot.state,
          menu,
          closable: this.closable,
          begun: snapshot.phase === "open",
          toggle: (wanted) => this.#toggle(wanted),
          choose: (language) => this.choose(language),
          transcript: () => void this.#transcript(),
          erase: () => this.#show("erase"),
          end: () => this.#show("rate"),
          close: () => this.#close(),
        })}
        <div class="scroller">
          <div class="log" role="log" aria-live="off" aria-label=${texts.log} tabindex="0" @scroll=${this.#scroll.scrolled}>
            ${log(snapshot, {
              texts,
              begin: () => void connection.start(),
              press: (id, title) => this.#press(id, title),
              ask: (words) => this.#ask(words),
              retry: (id) => connection.retry(id),
            })}
          </div>
          ${
            this.#scroll.behind
              ? html`<div class="newest">
                  <button type="button" @click=${this.#scroll.toEnd}>${icons.down}${texts.jumpToNewest}</button>
                </div>`
              : nothing
          }
        </div>
        ${this.problem ? html`<p class="connection">${icons.attention}<span>${this.problem}</span></p>` : nothing}
        ${this.#connectionBar(snapshot, texts)}
        <div class="foot">${snapshot.phase === "over" ? this.#over(texts) : this.#composer(snapshot, texts)}</div>
      </div>
      ${this.#sheets.render()} ${this.#announcements.element}
    </div>`;
  }

  protected override updated(): void {
    this.#scroll.drew(this.connection.snapshot);
    if (this.shown && document.visibilityState === "visible") this.connection.markRead();
  }

  /** Where a customer goes on: the field; on a touch screen the title, for the field would bring up the keyboard. */
  override focus(): void {
    const target = matchMedia("(pointer: coarse)").matches ? "#title" : "breachline-composer";
    (this.#find(target) ?? this.#find("#title"))?.focus();
  }

  readonly #changed = () => this.requestUpdate();

  #connectionBar({ link, phase }: Snapshot, texts: Texts): TemplateResult | typeof nothing {
    if (phase !== "open" || (link !== "lost" && link !== "offline")) return nothing;
    return html`<p class="connection" data-link=${link}>${icons.attention}<span>${texts[link]}</span></p>`;
  }

  #composer({ language }: Snapshot, texts: Texts): TemplateResult {
    return html`<breachline-composer
      lang=${language}
      .texts=${texts}
      .drafts=${this.connection.drafts}
      @text-sent=${(event: TextSent) => this.#send(event.text)}
    ></breachline-composer>`;
  }

  #over(texts: Texts): TemplateResult {
    return html`<div class="rest">
      <p>${this.#farewell}</p>
      <button class="solid" type="button" data-restart @click=${() => this.#restart()}>${texts.newConversation}</button>
    </div>`;
  }

  #send(text: string): void {
    this.#scroll.stick();
    this.problem = null;
    this.connection.send(text);
  }

  #press(id: string, title: string): void {
    this.#scroll.stick();
    this.connection.press(id, title);
    this.#stay();
  }

  #ask(words: string): void {
    this.#send(words);
    this.#stay();
  }

  /** A pressed button goes away; whoever used the keyboard stays in the chat. */
  #stay(): void {
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.#find(coarse ? ".log" : "breachline-composer")?.focus();
  }

  #toggle(menu: Menu): void {
    this.menu = this.menu === menu ? null : menu;
  }

  /** The customer, or the app they are in, wants this language. */
  choose(language: Language): void {
    this.#closeMenu();
    const { language: now, phase } = this.connection.snapshot;
    if (language === now) return;
    this.connection.language = language;
    // The assistant is asked as a customer would ask it, so that its next answers are in that language too.
    if (phase === "open") this.#send(catalogue[language].continueInThis);
  }

  async #transcript(): Promise<void> {
    this.#closeMenu();
    this.problem = null;
    try {
      await handOverTranscript(this.connection, this);
    } catch {
      this.problem = this.texts.transcriptFailed;
      this.#announcements.say(this.problem);
    }
  }

  #show(sheet: NonNullable<Sheets["open"]>): void {
    this.menu = null;
    this.problem = null;
    this.#sheets.show(sheet);
  }

  finished(thanked: boolean): void {
    this.thanked = thanked;
    this.problem = null;
    this.#announcements.say(this.#farewell);
    void this.updateComplete.then(() => this.#find("[data-restart]")?.focus());
  }

  get #farewell(): string {
    const { texts } = this;
    if (this.connection.snapshot.notice === "erased") return texts.erased;
    return this.thanked ? `${texts.thanks} ${texts.over}` : texts.over;
  }

  async #restart(): Promise<void> {
    this.thanked = false;
    this.#scroll.stick();
    await this.connection.restart();
    await this.updateComplete;
    this.focus();
  }

  #close(): void {
    this.menu = null;
    this.dispatchEvent(new Event("breachline-close", { bubbles: true, composed: true }));
  }

  /** Escape closes what was opened last; only then the chat itself. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.#sheets.open) this.#sheets.close();
    else if (this.menu) this.#closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #clickedBeside(event: Event): void {
    if (!this.menu) return;
    const inside = event.composedPath().some((node) => node instanceof Element && node.matches(".menu, [data-menu]"));
    if (!inside) this.menu = null;
  }

  #closeMenu(): void {
    const menu = this.menu;
    this.menu = null;
    if (menu) this.#find(`[data-menu="${menu}"]`)?.focus();
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }
}

customElements.get("breachline-chat") ?? customElements.define("breachline-chat", Chat);
