/** The chat on the screen, in the widget's panel and on the full page: it draws a `Connection` and knows no network. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import { catalogue } from "../catalogue/catalogue.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { Arrived, Connection, Snapshot } from "../connection.ts";
import type { Language } from "../languages.ts";
import { Announcer } from "./announcer.ts";
import { chatStyles } from "./chat_styles.ts";
import "./composer.ts";
import type { TextSent } from "./composer.ts";
import { formStyles } from "./form_styles.ts";
import { header, type Menu } from "./header.ts";
import { icons } from "./icons.ts";
import { message, spoken, unsent } from "./message.ts";
import "./rating.ts";
import type { Rated } from "./rating.ts";
import { base, buttons, tokens } from "./tokens.ts";

export class LanguageChosen extends Event {
  constructor(readonly language: Language) {
    super("breachline-language", { bubbles: true, composed: true });
  }
}

/** Cancelled, it is somebody else's to hand over: an app's web view cannot download. */
export class TranscriptReady extends Event {
  constructor(
    readonly content: Blob,
    readonly name: string,
  ) {
    super("breachline-transcript", { bubbles: true, composed: true, cancelable: true });
  }
}

type Sheet = "erase" | "rate";

/** Nearer than this to the end, the customer is reading the newest messages. */
const NEAR_END = 80;

export class Chat extends LitElement {
  static override properties = {
    connection: { attribute: false },
    closable: { type: Boolean },
    shown: { type: Boolean },
    theme: { reflect: true },
    menu: { state: true },
    sheet: { state: true },
    problem: { state: true },
    thanked: { state: true },
    behind: { state: true },
  };

  declare connection: Connection;
  declare closable: boolean;
  /** On the screen: only then is what arrives read. */
  declare shown: boolean;
  declare theme: string | null;
  declare protected menu: Menu | null;
  declare protected sheet: Sheet | null;
  declare protected problem: string | null;
  declare protected thanked: boolean;
  declare protected behind: boolean;

  readonly #announcer = new Announcer();
  #atEnd = true;
  #link: Snapshot["link"] = "connecting";
  #drawn = "";
  #count = 0;

  static override styles = [tokens, base, buttons, formStyles, chatStyles];

  constructor() {
    super();
    this.closable = false;
    this.shown = false;
    this.theme = null;
    this.menu = null;
    this.sheet = null;
    this.problem = null;
    this.thanked = false;
    this.behind = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection.addEventListener("change", this.#changed);
    this.connection.addEventListener("arrived", this.#arrived);
    document.addEventListener("visibilitychange", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.connection.removeEventListener("change", this.#changed);
    this.connection.removeEventListener("arrived", this.#arrived);
    document.removeEventListener("visibilitychange", this.#changed);
  }

  get texts(): Texts {
    return catalogue[this.connection.snapshot.language];
  }

  override render(): TemplateResult {
    const { connection, texts, menu, sheet } = this;
    const snapshot = connection.snapshot;
    return html`<div class="chat" lang=${snapshot.language} @keydown=${this.#key} @click=${this.#clickedBeside}>
      <div class="body" ?inert=${sheet !== null}>
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
          erase: () => this.#openSheet("erase"),
          end: () => this.#openSheet("rate"),
          close: () => this.#close(),
        })}
        <div class="scroller">
          <div class="log" role="log" aria-live="off" aria-label=${texts.log} tabindex="0" @scroll=${this.#scrolled}>
            ${this.#log(snapshot, texts)}
          </div>
          ${
            this.behind
              ? html`<div class="newest">
                  <button type="button" @click=${() => this.#toEnd()}>${icons.down}${texts.jumpToNewest}</button>
                </div>`
              : nothing
          }
        </div>
        ${this.problem ? html`<p class="connection">${icons.attention}<span>${this.problem}</span></p>` : nothing}
        ${this.#connectionBar(snapshot, texts)}
        <div class="foot">${snapshot.phase === "over" ? this.#over(snapshot, texts) : this.#composer(snapshot, texts)}</div>
      </div>
      ${sheet ? this.#sheet(sheet, texts) : nothing} ${this.#announcer.element}
    </div>`;
  }

  protected override willUpdate(): void {
    const { link, language, phase } = this.connection.snapshot;
    if (link === this.#link) return;
    const broken = (state: Snapshot["link"]) => state === "lost" || state === "offline";
    if (phase === "open" && broken(link)) this.#announcer.say(this.texts[link as "lost" | "offline"], language);
    else if (broken(this.#link) && (link === "live" || link === "polling"))
      this.#announcer.say(this.texts.back, language);
    else if (link === "connecting") return; // on the way: neither lost nor back
    this.#link = link;
  }

  protected override updated(_changed: PropertyValues): void {
    const { messages, unsent: pending, typing } = this.connection.snapshot;
    const drawn = [messages.length, pending.length, typing].join();
    if (drawn !== this.#drawn && this.#atEnd) this.#follow();
    else if (messages.length > this.#count) this.behind = true;
    this.#drawn = drawn;
    this.#count = messages.length;
    if (this.shown && document.visibilityState === "visible") this.connection.markRead();
  }

  /** Where a customer goes on: the field; on a touch screen the title, for the field would bring up the keyboard. */
  override focus(): void {
    const target = matchMedia("(pointer: coarse)").matches ? "#title" : "breachline-composer";
    const found =
      this.renderRoot.querySelector<HTMLElement>(target) ?? this.renderRoot.querySelector<HTMLElement>("#title");
    found?.focus();
  }

  readonly #changed = () => this.requestUpdate();

  readonly #arrived = (event: Event) => {
    for (const arrived of (event as Arrived).messages) {
      this.#announcer.say(spoken(arrived, catalogue[arrived.language], arrived.language), arrived.language);
    }
  };

  #log(snapshot: Snapshot, texts: Texts): unknown {
    const { messages, language } = snapshot;
    const lastSaid = messages.findLastIndex(({ from }) => from === "customer");
    const answering = snapshot.unsent.length > 0;
    return [
      snapshot.notice === "renewed" ? html`<p class="notice">${texts.renewed}</p>` : nothing,
      snapshot.phase === "starting" && messages.length === 0 ? this.#dots(texts.starting) : nothing,
      snapshot.phase === "failed"
        ? html`<div class="notice">
            <div>
              <p>${texts.notStarted}</p>
              <div class="actions">
                <button class="plain" type="button" @click=${() => this.connection.start()}>${texts.tryAgain}</button>
              </div>
            </div>
          </div>`
        : nothing,
      repeat(
        messages,
        ({ id }) => id,
        (shown, index) =>
          message(shown, {
            texts,
            language,
            last: messages[index + 1]?.from !== shown.from,
            offered: index > lastSaid && !answering && snapshot.phase === "open",
            press: (id, title) => this.#press(id, title),
          }),
      ),
      repeat(
        snapshot.unsent,
        ({ id }) => id,
        (entry) => unsent(entry, { texts, language }, (id) => this.connection.retry(id)),
      ),
      snapshot.phase === "open" && lastSaid < 0 && !answering ? this.#starters(messages, texts) : nothing,
      snapshot.typing ? this.#dots(snapshot.typing === "agent" ? texts.agentTyping : texts.typing) : nothing,
    ];
  }

  /** Nobody should face an empty field on such a day; a greeting that brings buttons of its own needs none of ours. */
  #starters(messages: Snapshot["messages"], texts: Texts): TemplateResult | typeof nothing {
    if (messages.some(({ buttons }) => buttons.length > 0)) return nothing;
    return html`<ul class="choices" aria-label=${texts.choices}>
      ${texts.starters.map(
        (words) => html`<li><button type="button" @click=${() => this.#ask(words)}>${words}</button></li>`,
      )}
    </ul>`;
  }

  #dots(words: string): TemplateResult {
    return html`<p class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${words}</p>`;
  }

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

  #over({ notice }: Snapshot, texts: Texts): TemplateResult {
    const words = notice === "erased" ? texts.erased : this.thanked ? `${texts.thanks} ${texts.over}` : texts.over;
    return html`<div class="rest">
      <p>${words}</p>
      <button class="solid" type="button" data-restart @click=${() => this.#restart()}>${texts.newConversation}</button>
    </div>`;
  }

  #sheet(sheet: Sheet, texts: Texts): TemplateResult {
    const content =
      sheet === "erase"
        ? html`<div class="sheet" role="alertdialog" aria-modal="true" aria-labelledby="erase-title" aria-describedby="erase-text">
            <h3 id="erase-title">${texts.eraseQuestion}</h3>
            <p id="erase-text">${texts.eraseExplained}</p>
            ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
            <div class="actions">
              <button class="plain" type="button" data-first @click=${() => this.#closeSheet()}>${texts.cancel}</button>
              <button class="solid" type="button" data-erase @click=${() => this.#erase()}>${texts.eraseConfirm}</button>
            </div>
          </div>`
        : html`<div class="sheet" role="dialog" aria-modal="true" aria-label=${texts.rateQuestion}>
            <breachline-rating
              data-first
              .texts=${texts}
              .failed=${this.problem !== null}
              @rated=${(event: Rated) => this.#rate(event)}
              @skipped=${() => this.#end()}
              @cancelled=${() => this.#closeSheet()}
            ></breachline-rating>
          </div>`;
    return keyed(sheet, html`<div class="veil">${content}</div>`) as unknown as TemplateResult;
  }

  #send(text: string): void {
    this.#atEnd = true;
    this.problem = null;
    this.connection.send(text);
  }

  #press(id: string, title: string): void {
    this.#atEnd = true;
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
    this.renderRoot.querySelector<HTMLElement>(coarse ? ".log" : "breachline-composer")?.focus();
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
    this.dispatchEvent(new LanguageChosen(language));
    // The assistant is asked as a customer would ask it, so that its next answers are in that language too.
    if (phase === "open") this.#send(catalogue[language].continueInThis);
  }

  async #transcript(): Promise<void> {
    this.#closeMenu();
    this.problem = null;
    try {
      const content = await this.connection.transcript();
      const kind = content.type.includes("json") ? "json" : content.type.includes("html") ? "html" : "txt";
      const name = `breachline-${new Date().toISOString().slice(0, 10)}.${kind}`;
      if (this.dispatchEvent(new TranscriptReady(content, name))) download(content, name);
    } catch {
      this.#trouble(this.texts.transcriptFailed);
    }
  }

  #openSheet(sheet: Sheet): void {
    this.menu = null;
    this.problem = null;
    this.sheet = sheet;
    void this.updateComplete.then(async () => {
      const first = this.renderRoot.querySelector<LitElement | HTMLElement>("[data-first]");
      if (first && "updateComplete" in first) await first.updateComplete;
      first?.focus();
    });
  }

  #closeSheet(): void {
    this.sheet = null;
    this.problem = null;
    void this.updateComplete.then(() => this.#menuButton("options")?.focus());
  }

  async #erase(): Promise<void> {
    try {
      await this.connection.erase();
      this.#finish(this.texts.erased);
    } catch {
      this.problem = this.texts.eraseFailed;
    }
  }

  async #rate({ stars, comment }: Rated): Promise<void> {
    try {
      await this.connection.rate(stars, comment);
      this.thanked = true;
      this.#end();
    } catch {
      this.problem = this.texts.rateFailed;
    }
  }

  #end(): void {
    this.connection.end();
    this.#finish(this.thanked ? `${this.texts.thanks} ${this.texts.over}` : this.texts.over);
  }

  #finish(words: string): void {
    this.sheet = null;
    this.problem = null;
    this.#announcer.say(words, this.connection.snapshot.language);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[data-restart]")?.focus());
  }

  async #restart(): Promise<void> {
    this.thanked = false;
    this.#atEnd = true;
    await this.connection.restart();
    await this.updateComplete;
    this.focus();
  }

  #close(): void {
    this.menu = null;
    this.dispatchEvent(new Event("breachline-close", { bubbles: true, composed: true }));
  }

  #trouble(words: string): void {
    this.problem = words;
    this.#announcer.say(words, this.connection.snapshot.language);
  }

  /** Escape closes what was opened last; only then the chat itself. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.sheet) this.#closeSheet();
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
    if (menu) this.#menuButton(menu)?.focus();
  }

  #menuButton(menu: Menu): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-menu="${menu}"]`);
  }

  get #scroller(): HTMLElement {
    return this.renderRoot.querySelector(".log") as HTMLElement;
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.#atEnd) this.behind = false;
  }

  #toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#scroller.focus();
  }

  /** To the end, but never past the beginning of what is new: a long answer is read from its top. */
  #follow(): void {
    const log = this.#scroller;
    const own = [...log.querySelectorAll<HTMLElement>(".message.customer")].at(-1);
    const end = log.scrollHeight - log.clientHeight;
    const start = own ? own.offsetTop - log.offsetTop - 12 : 0;
    log.scrollTop = Math.min(end, Math.max(start, 0));
    this.#atEnd = true;
  }
}

function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

customElements.get("breachline-chat") ?? customElements.define("breachline-chat", Chat);
