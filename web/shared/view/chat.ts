/** The chat on the screen, in the widget's panel and on the full page: it draws a `ChatClient` and knows no network. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { catalogue } from "../catalogue/catalogue.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { ChatClient } from "../chat_client.ts";
import type { Language } from "../languages.ts";
import type { Snapshot } from "../snapshot.ts";
import { Announcements } from "./announcements.ts";
import { bars } from "./bars.ts";
import { chatStyles } from "./chat_styles.ts";
import "./composer.ts";
import type { TextSent, TextTyped } from "./composer.ts";
import { composing } from "./composing.ts";
import { Ending } from "./ending.ts";
import { formStyles } from "./form_styles.ts";
import { header } from "./header.ts";
import { icons } from "./icons.ts";
import { log } from "./log.ts";
import { LogScroll } from "./log_scroll.ts";
import { Menus } from "./menus.ts";
import { type Sheet, Sheets } from "./sheets.ts";
import { base, buttons, tokens } from "./tokens.ts";
import { handOverTranscript } from "./transcript.ts";

const OPTIONS = '[data-menu="options"]';

export class Chat extends LitElement {
  static override properties = {
    client: { attribute: false },
    closable: { type: Boolean },
    shown: { type: Boolean },
    theme: { reflect: true },
    problem: { state: true },
  };

  declare client: ChatClient;
  declare closable: boolean;
  /** On the screen: only then is what arrives read. */
  declare shown: boolean;
  declare theme: string | null;
  declare protected problem: string | null;

  readonly #announcements = new Announcements(this);
  readonly #scroll = new LogScroll(this);
  readonly #menus = new Menus(this);
  readonly #sheets = new Sheets(this);
  readonly #ending = new Ending(this, this.#announcements);

  static override styles = [tokens, base, buttons, formStyles, chatStyles];

  constructor() {
    super();
    this.closable = false;
    this.shown = false;
    this.theme = null;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.client.addEventListener("change", this.#changed);
    document.addEventListener("visibilitychange", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.client.removeEventListener("change", this.#changed);
    document.removeEventListener("visibilitychange", this.#changed);
  }

  get texts(): Texts {
    return catalogue[this.client.snapshot.language];
  }

  override render(): TemplateResult {
    const { client, texts } = this;
    const snapshot = client.snapshot;
    return html`<div class="chat" lang=${snapshot.language} @keydown=${this.#key} @click=${this.#menus.clicked}>
      <div class="body" ?inert=${this.#sheets.open !== null}>
        ${header({
          texts,
          language: snapshot.language,
          state: snapshot.state,
          agent: snapshot.agent,
          menu: this.#menus.open,
          closable: this.closable,
          begun: snapshot.phase === "open",
          toggle: (wanted) => this.#menus.toggle(wanted),
          choose: (language) => this.choose(language),
          transcript: () => void this.#transcript(),
          erase: () => this.#show("erase", OPTIONS),
          end: () => this.#show("end", OPTIONS),
          close: () => this.#close(),
        })}
        <div class="scroller">
          <div class="log" role="log" aria-live="off" aria-label=${texts.log} tabindex="0" @scroll=${this.#scroll.scrolled}>
            ${log(snapshot, {
              texts,
              begin: () => void client.start(),
              press: (id, title) => this.#press(id, title),
              ask: (words) => this.#ask(words),
              retry: (id) => client.retry(id),
              rated: this.#ending.ratedAfter,
              done: this.#ending.done,
              leaveMessage: () => this.#show("ticket", '[data-action="ticket"]'),
              rate: () => this.#show("rate", '[data-action="rate"]'),
              transcript: () => void this.#transcript(),
              goOn: () => this.#find("breachline-composer")?.focus(),
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
        ${bars(snapshot, this.problem, texts)}
        <div class="foot">${snapshot.phase === "over" ? this.#ending.render() : this.#composer(snapshot, texts)}</div>
      </div>
      ${this.#sheets.render()} ${this.#announcements.element}
    </div>`;
  }

  protected override updated(): void {
    const inSight = this.shown && document.visibilityState === "visible";
    this.#scroll.drew(this.client.snapshot, inSight);
    if (inSight) this.client.markRead();
  }

  /** Where a customer goes on: the field; on a touch screen the title, for the field would bring up the keyboard. */
  override focus(): void {
    const target = matchMedia("(pointer: coarse)").matches ? "#title" : "breachline-composer";
    (this.#find(target) ?? this.#find("#title"))?.focus();
  }

  readonly #changed = () => this.requestUpdate();

  #composer({ language, state }: Snapshot, texts: Texts): TemplateResult {
    return html`<breachline-composer
      lang=${language}
      .texts=${texts}
      .placeholder=${state === "agent" ? texts.placeholderPerson : texts.placeholder}
      .drafts=${this.client.drafts}
      @text-sent=${(event: TextSent) => this.#send(event.text)}
      @text-typed=${(event: TextTyped) => this.client.requests.typed(event.text)}
    ></breachline-composer>`;
  }

  #send(text: string): void {
    this.#scroll.stick();
    this.problem = null;
    this.client.send(text);
  }

  #press(id: string, title: string): void {
    this.#scroll.stick();
    this.client.press(id, title);
    this.stay();
  }

  #ask(words: string): void {
    this.#send(words);
    this.stay();
  }

  /** A pressed button goes away; whoever used the keyboard stays in the chat. */
  stay(): void {
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.#find(coarse ? ".log" : "breachline-composer")?.focus();
  }

  /** The customer, or the app they are in, wants this language. */
  choose(language: Language): void {
    this.#menus.close();
    const { language: now, phase, state } = this.client.snapshot;
    if (language === now) return;
    this.client.language = language;
    // The assistant is asked as a customer would ask it, so that its next answers are in that language too. To a person
    // nobody writes but the customer.
    if (phase === "open" && state !== "agent") this.#send(catalogue[language].continueInThis);
  }

  async #transcript(): Promise<void> {
    this.#menus.close();
    this.problem = null;
    try {
      await handOverTranscript(this.client, this);
    } catch {
      this.problem = this.texts.transcriptFailed;
      this.#announcements.say(this.problem);
    }
  }

  #show(sheet: Sheet, opener: string): void {
    this.#menus.hide();
    this.problem = null;
    this.#sheets.show(sheet, opener);
  }

  rated(): void {
    this.#ending.rated();
  }

  ticketKept(phone: string): void {
    this.#ending.ticketKept(phone);
  }

  finished(thanked: boolean): void {
    this.problem = null;
    this.#scroll.stick();
    this.#ending.finished(thanked);
  }

  #close(): void {
    this.#menus.hide();
    this.dispatchEvent(new Event("breachline-close", { bubbles: true, composed: true }));
  }

  /** Escape closes what was opened last; only then the chat itself. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || composing(event)) return;
    if (this.#sheets.open) this.#sheets.close();
    else if (this.#menus.open) this.#menus.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }
}

customElements.get("breachline-chat") ?? customElements.define("breachline-chat", Chat);
