/** The agents' page on the screen: it draws a `DeskConnection`, and decides where the focus goes after each action. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { incident } from "../../shared/incident.ts";
import type { Language } from "../../shared/languages.ts";
import { base, buttons, tokens } from "../../shared/view/tokens.ts";
import { deskCatalogue } from "../catalogue/desk_catalogue.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskConnection } from "../desk_connection.ts";
import type { Arrived, DeskSnapshot, NewsCame } from "../desk_snapshot.ts";
import type { Agent, Board } from "../desk_wire.ts";
import type { Preferences } from "../preferences.ts";
import { type ShortcutName, shortcutOf } from "../shortcuts.ts";
import { type Attention, looking } from "./attention.ts";
import { bars } from "./bars.ts";
import "./conversation.ts";
import type { ConversationActions, DeskConversation } from "./conversation.ts";
import type { DeskDialog } from "./dialog.ts";
import { type Question, questionDialog } from "./question_dialog.ts";
import { type Region, type RegionsContext, regionLists, regionTabs, takeableOn, topicOn } from "./regions.ts";
import "./report.ts";
import "./shortcuts_dialog.ts";
import "./sign_in.ts";
import { frameStyles } from "./styles/frame_styles.ts";
import { listStyles } from "./styles/list_styles.ts";
import { shellStyles } from "./styles/shell_styles.ts";
import "./tickets.ts";
import { languageMenu, topBar, type View } from "./top_bar.ts";
import { troubleWith } from "./trouble.ts";

export class Desk extends LitElement {
  static override properties = {
    view: { state: true },
    region: { state: true },
    question: { state: true },
    problem: { state: true },
    language: { state: true },
    sound: { state: true },
    menu: { state: true },
  };

  declare connection: DeskConnection;
  declare preferences: Preferences;
  declare attention: Attention;
  declare protected view: View;
  /** The one that is shown where there is room for one only. */
  declare protected region: Region;
  declare protected question: Question | null;
  declare protected problem: string | null;
  declare protected language: Language;
  declare protected sound: boolean;
  /** Where there is little room, what concerns the agent is behind a button. */
  declare protected menu: boolean;
  #version = 0;
  #phase: DeskSnapshot["phase"] = "starting";

  static override styles = [tokens, base, buttons, shellStyles, frameStyles, listStyles];

  constructor() {
    super();
    this.view = "conversations";
    this.region = "waiting";
    this.question = null;
    this.problem = null;
    this.menu = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.language = this.preferences.language;
    this.sound = this.preferences.sound;
    this.connection.addEventListener("change", this.#changed);
    this.connection.addEventListener("news", this.#news);
    this.connection.addEventListener("arrived", this.#arrived);
    addEventListener("focus", this.#looked);
    document.addEventListener("visibilitychange", this.#looked);
    document.addEventListener("keydown", this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.connection.removeEventListener("change", this.#changed);
    this.connection.removeEventListener("news", this.#news);
    this.connection.removeEventListener("arrived", this.#arrived);
    removeEventListener("focus", this.#looked);
    document.removeEventListener("visibilitychange", this.#looked);
    document.removeEventListener("keydown", this.#key);
  }

  get texts(): DeskTexts {
    return deskCatalogue[this.language];
  }

  override render(): TemplateResult {
    const { texts, language } = this;
    const snapshot = this.connection.snapshot;
    return html`<div class="page" lang=${language}>
      ${
        snapshot.phase === "signed-in" && snapshot.agent
          ? this.#desk(snapshot, snapshot.agent, texts)
          : this.#entry(snapshot, texts)
      }
      ${this.attention.element}
    </div>`;
  }

  protected override updated(): void {
    const { phase, link } = this.connection.snapshot;
    document.documentElement.lang = this.language;
    document.title = this.attention.title(this.texts.title(incident.company));
    if (looking()) this.connection.markSeen();
    if (phase === "signed-in" && this.#phase !== "signed-in" && this.#phase !== "starting") {
      this.renderRoot.querySelector<HTMLElement>("#mine-title")?.focus();
    }
    if (phase === "signed-in") this.attention.link(link);
    else this.question = null;
    this.#phase = phase;
  }

  #entry({ phase, ways }: DeskSnapshot, texts: DeskTexts): TemplateResult {
    if (phase === "starting" || phase === "unreachable") {
      return html`<main class="entry"><p
        role="status">${phase === "starting" ? texts.starting : texts.unreachable}</p></main>`;
    }
    return html`<div class="entry">
      <p class="brand">${texts.title(incident.company)}</p>
      <breachline-sign-in
        .connection=${this.connection}
        .texts=${texts}
        .ways=${ways}
        ?ended=${phase === "ended"}
      ></breachline-sign-in>
      ${languageMenu(this.language, texts, (language) => this.#choose(language))}
    </div>`;
  }

  #desk(snapshot: DeskSnapshot, agent: Agent, texts: DeskTexts): TemplateResult {
    const { board, open, link } = snapshot;
    return html`${topBar({
      texts,
      language: this.language,
      agent,
      view: this.view,
      openTickets: board?.open_tickets ?? 0,
      skip: this.#skip,
      sound: this.sound,
      menu: this.menu,
      toggleMenu: () => {
        this.menu = !this.menu;
      },
      show: (view) => this.#show(view),
      setPresence: (presence) => void this.#try(() => this.connection.setPresence(presence)),
      choose: (language) => this.#choose(language),
      toggleSound: () => this.#toggleSound(),
      help: () => this.#ask("help"),
      signOut: () => void this.#signOut(),
    })}
      ${bars({
        texts,
        link,
        problem: this.problem,
        agent,
        board,
        forget: () => this.#forgetProblem(),
        here: () => void this.#here(),
      })}
      ${this.#content(snapshot, agent, texts)}
      ${
        this.question
          ? questionDialog(this.question, {
              texts,
              language: this.language,
              conversation: open?.details ?? null,
              unsent: (open?.replyDraft.text ?? "").trim() !== "",
              colleagues: (board?.agents ?? []).filter(({ id }) => id !== agent.id),
              problem: this.problem,
              dismissed: () => this.#dismissed(),
              transfer: (to, note) =>
                void this.#end(texts.done.transferred, (id) => this.connection.transfer(id, to, note)),
              close: (reason) => void this.#end(texts.done.closed, (id) => this.connection.close(id, reason)),
              giveBack: () => void this.#end(texts.done.givenBack, (id) => this.connection.giveBack(id)),
              takeOver: () => void this.#takeOver(),
            })
          : nothing
      }`;
  }

  #content(snapshot: DeskSnapshot, agent: Agent, texts: DeskTexts): TemplateResult {
    const version = ++this.#version;
    if (this.view === "tickets") {
      return html`<main><breachline-tickets .connection=${this.connection} .texts=${texts} .language=${this.language}
        .openTickets=${snapshot.board?.open_tickets ?? 0}
        .say=${(words: string) => this.attention.say(words)}></breachline-tickets></main>`;
    }
    if (this.view === "report") {
      return html`<main><breachline-report .connection=${this.connection} .texts=${texts}
        .language=${this.language}></breachline-report></main>`;
    }
    const { board } = snapshot;
    if (!board) return html`<main class="entry"><p role="status">${texts.connecting}</p></main>`;
    const context: RegionsContext = {
      texts,
      language: this.language,
      board,
      agent,
      region: this.region,
      openId: snapshot.open?.id ?? null,
      unread: (held) => this.connection.unread(held),
      typing: (id) => this.connection.typing(id),
      go: (region) => {
        this.region = region;
      },
      open: (id) => void this.#open(id),
      take: (id) => void this.#take(id),
    };
    return html`${regionTabs(context)}
      <main class="regions" data-region=${this.region}>
        ${regionLists(context)}
        <section class="region conversation" id="conversation" aria-label=${texts.conversation}>
          ${
            snapshot.open
              ? keyed(
                  snapshot.open.id,
                  html`<breachline-desk-conversation
                    .watched=${snapshot.open}
                    .agent=${agent}
                    .topic=${topicOn(board, snapshot.open.id)}
                    .takeable=${takeableOn(board, snapshot.open.id)}
                    .texts=${texts}
                    .language=${this.language}
                    .replies=${snapshot.replies}
                    .actions=${this.#actions}
                    .version=${version}
                  ></breachline-desk-conversation>`,
                )
              : html`<div class="empty"><h2 tabindex="-1">${texts.noneOpen}</h2><p>${texts.noneOpenHint}</p></div>`
          }
        </section>
      </main>`;
  }

  readonly #actions: ConversationActions = {
    take: (id) => void this.#take(id),
    ask: (question) => this.#ask(question),
    reply: (id, text) => this.connection.reply(id, text),
    note: async (id, text) => {
      await this.connection.note(id, text);
      this.attention.say(this.texts.done.noted);
    },
    tellTyping: (id, on) => this.connection.tellTyping(id, on),
    reload: (id) => this.connection.reload(id),
    back: () => void this.#back(),
    say: (words) => this.attention.say(words),
  };

  readonly #changed = () => this.requestUpdate();

  readonly #arrived = (event: Event) => {
    if (this.view !== "conversations") return;
    this.attention.arrived((event as Arrived).messages, this.connection.snapshot.agent?.display_name ?? "");
  };

  readonly #news = (event: Event) => {
    const onScreen = looking() && this.view === "conversations" ? this.connection.snapshot.open?.id : null;
    this.attention.news((event as NewsCame).news, onScreen ?? null);
    this.requestUpdate();
  };

  readonly #looked = () => {
    this.attention.looked();
    this.requestUpdate();
  };

  async #open(id: string): Promise<void> {
    this.problem = null;
    this.view = "conversations";
    this.connection.open(id);
    this.region = "conversation";
    await this.#focusConversation();
  }

  async #take(id: string): Promise<void> {
    const taken = await this.#try(() => this.connection.take(id));
    if (taken) {
      this.region = "conversation";
      this.attention.say(this.texts.done.taken);
      await this.#focusConversation();
      return;
    }
    this.region = "waiting";
    await this.updateComplete;
    this.#focusTitle("waiting");
  }

  async #takeOver(): Promise<void> {
    const id = this.connection.snapshot.open?.id;
    if (!id || !(await this.#try(() => this.connection.take(id, true)))) return;
    this.#closeDialog();
    this.attention.say(this.texts.done.taken);
    await this.#focusConversation();
  }

  /** Ends the agent's part in the conversation on the screen; then they go on with their list. */
  async #end(said: string, move: (id: string) => Promise<void>): Promise<void> {
    const id = this.connection.snapshot.open?.id;
    if (!id || !(await this.#try(() => move(id)))) return;
    this.#closeDialog();
    this.attention.say(said);
    this.region = this.connection.snapshot.board?.held.some((held) => held.mine && held.conversation_id !== id)
      ? "mine"
      : "waiting";
    await this.updateComplete;
    this.#focusTitle(this.region);
  }

  async #back(): Promise<void> {
    const id = this.connection.snapshot.open?.id ?? "";
    const mine = this.connection.snapshot.board?.held.some(({ conversation_id }) => conversation_id === id);
    this.connection.open(null);
    this.region = mine ? "mine" : "waiting";
    await this.updateComplete;
    const row = this.renderRoot.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`);
    if (row) row.focus();
    else this.#focusTitle(this.region);
  }

  /** Runs an action; when it fails, says why. */
  async #try(action: () => Promise<unknown>): Promise<boolean> {
    this.problem = null;
    try {
      await action();
      return true;
    } catch (error) {
      this.problem = troubleWith(error, this.texts);
      return false;
    }
  }

  async #here(): Promise<void> {
    if (!(await this.#try(() => this.connection.setPresence("online")))) return;
    await this.updateComplete;
    this.#focusTitle("waiting");
  }

  async #signOut(): Promise<void> {
    this.problem = null;
    try {
      await this.connection.signOut();
      this.view = "conversations";
      this.region = "waiting";
    } catch {
      this.problem = this.texts.signOutFailed;
    }
  }

  #ask(question: Question): void {
    this.problem = null;
    this.question = question;
  }

  #dismissed(): void {
    this.question = null;
    this.problem = null;
  }

  #closeDialog(): void {
    const dialog = this.renderRoot.querySelector<DeskDialog>("[data-dialog]");
    dialog?.close();
    this.question = null;
  }

  #forgetProblem(): void {
    this.problem = null;
    void this.#focusConversation();
  }

  #show(view: View): void {
    this.view = view;
    this.problem = null;
  }

  #choose(language: Language): void {
    this.preferences.language = language;
    this.language = language;
  }

  #toggleSound(): void {
    this.sound = !this.sound;
    this.preferences.sound = this.sound;
    if (this.sound) this.attention.chime.ring("message");
  }

  readonly #skip = (event: Event) => {
    event.preventDefault();
    this.view = "conversations";
    this.region = "conversation";
    void this.#focusConversation();
  };

  async #focusConversation(): Promise<void> {
    await this.updateComplete;
    const conversation = this.#conversation;
    if (!conversation) return this.#focusTitle("conversation");
    await conversation.updateComplete;
    conversation.focus();
  }

  #focusTitle(region: Region): void {
    this.renderRoot.querySelector<HTMLElement>(region === "conversation" ? ".empty h2" : `#${region}-title`)?.focus();
  }

  get #conversation(): DeskConversation | null {
    return this.renderRoot.querySelector<DeskConversation>("breachline-desk-conversation");
  }

  readonly #key = (event: KeyboardEvent) => {
    const name = shortcutOf(event);
    const { phase, board } = this.connection.snapshot;
    if (!name || phase !== "signed-in" || !board) return;
    event.preventDefault();
    if (!this.question) void this.#shortcut(name, board);
  };

  async #shortcut(name: ShortcutName, board: Board): Promise<void> {
    const { open, agent } = this.connection.snapshot;
    const mine = open?.details?.agent?.id === agent?.id;
    if (name === "help") return this.#ask("help");
    this.view = "conversations";
    if (name === "next") {
      const next = board.waiting.find(({ speakable }) => speakable);
      return next ? this.#open(next.conversation_id) : this.attention.say(this.texts.nobodyWaits);
    }
    if (name === "unread") {
      const next = board.held.find((held) => held.conversation_id !== open?.id && this.connection.unread(held));
      return next ? this.#open(next.conversation_id) : undefined;
    }
    if (name === "queue" || name === "mine") {
      this.region = name === "queue" ? "waiting" : "mine";
      await this.updateComplete;
      return this.#focusTitle(this.region);
    }
    if (name === "transfer" || name === "close") return mine ? this.#ask(name) : undefined;
    this.region = "conversation";
    await this.#focusConversation();
    if (name === "note") await this.#conversation?.focusNotes();
  }
}

customElements.define("breachline-desk", Desk);
