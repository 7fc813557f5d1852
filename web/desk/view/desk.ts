/** The agents' page on the screen: it draws a `DeskConnection`. What it does is in `desk_moves.ts`. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { incident } from "../../shared/incident.ts";
import type { Language } from "../../shared/languages.ts";
import type { Arrived } from "../../shared/snapshot.ts";
import { base, buttons, tokens } from "../../shared/view/tokens.ts";
import { deskCatalogue } from "../catalogue/desk_catalogue.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskClient } from "../desk_client.ts";
import type { Agent } from "../desk_readers.ts";
import type { DeskSnapshot, NewsCame } from "../desk_snapshot.ts";
import type { Preferences } from "../preferences.ts";
import { type Attention, looking } from "./attention.ts";
import { bars } from "./bars.ts";
import { content } from "./content.ts";
import { DeskFocus } from "./desk_focus.ts";
import type { DeskHost } from "./desk_host.ts";
import { DeskKeys } from "./desk_keys.ts";
import { DeskMoves } from "./desk_moves.ts";
import { entry } from "./entry.ts";
import { type Question, questionDialog } from "./question_dialog.ts";
import type { Region } from "./regions.ts";
import { frameStyles } from "./styles/frame_styles.ts";
import { listStyles } from "./styles/list_styles.ts";
import { markStyles } from "./styles/mark_styles.ts";
import { shellStyles } from "./styles/shell_styles.ts";
import { topBar, type View } from "./top_bar.ts";

export class Desk extends LitElement implements DeskHost {
  static override properties = {
    view: { state: true },
    region: { state: true },
    question: { state: true },
    problem: { state: true },
    language: { state: true },
    sound: { state: true },
    menu: { state: true },
  };

  declare client: DeskClient;
  declare preferences: Preferences;
  declare attention: Attention;
  declare view: View;
  declare region: Region;
  declare question: Question | null;
  declare problem: string | null;
  declare language: Language;
  declare protected sound: boolean;
  /** Where there is little room, what concerns the agent is behind a button. */
  declare protected menu: boolean;
  readonly #focus = new DeskFocus(this);
  readonly #moves = new DeskMoves(this, this.#focus);
  readonly #keys = new DeskKeys(this, this.#focus, this.#moves);
  #version = 0;
  #phase: DeskSnapshot["phase"] = "starting";

  static override styles = [tokens, base, buttons, shellStyles, markStyles, frameStyles, listStyles];

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
    for (const [target, name, heard] of this.#listeners) target.addEventListener(name, heard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const [target, name, heard] of this.#listeners) target.removeEventListener(name, heard);
  }

  get texts(): DeskTexts {
    return deskCatalogue[this.language];
  }

  override render(): TemplateResult {
    const { phase, agent } = this.client.snapshot;
    return html`<div class="page" lang=${this.language}>
      ${phase === "signed-in" && agent ? this.#desk(agent) : entry(this, (language) => this.#choose(language))}
      ${this.attention.elements}
    </div>`;
  }

  protected override updated(): void {
    const { phase, stream } = this.client.snapshot;
    document.documentElement.lang = this.language;
    document.title = this.attention.title(this.texts.title(incident.company), this.texts.alarm);
    if (looking()) this.client.markSeen();
    if (phase === "signed-in" && this.#phase !== "signed-in" && this.#phase !== "starting") {
      void this.#focus.title("mine");
    }
    if (phase === "signed-in") this.attention.stream(stream);
    else this.question = null;
    this.#phase = phase;
  }

  #desk(agent: Agent): TemplateResult {
    const { texts, language, problem } = this;
    const moves = this.#moves;
    const snapshot = this.client.snapshot;
    const { board, stream } = snapshot;
    return html`<header>${topBar({
      texts,
      language,
      agent,
      view: this.view,
      openTickets: board?.open_tickets ?? 0,
      skip: this.#skip,
      sound: this.sound,
      menu: this.menu,
      toggleMenu: () => {
        this.menu = !this.menu;
      },
      show: (view) => {
        this.view = view;
        this.problem = null;
      },
      setPresence: (presence) => void moves.setPresence(presence),
      choose: (chosen) => this.#choose(chosen),
      toggleSound: () => this.#toggleSound(),
      help: () => moves.ask("help"),
      signOut: () => void moves.askToSignOut(),
    })}
      ${bars({
        texts,
        stream,
        problem,
        agent,
        board,
        onScreen: this.#onScreen,
        unread: (held) => this.client.unread(held),
        open: (id) => void moves.open(id),
        forget: () => void moves.forgetProblem(),
        here: () => void moves.here(),
      })}</header>
      ${content(this, { snapshot, agent, moves, version: ++this.#version })}
      ${this.question ? this.#dialog(this.question, snapshot, agent) : nothing}`;
  }

  #dialog(question: Question, { board, open }: DeskSnapshot, agent: Agent): TemplateResult {
    const moves = this.#moves;
    return questionDialog(question, {
      texts: this.texts,
      language: this.language,
      conversation: open?.details ?? null,
      unsent: (open?.replyDraft.text ?? "").trim() !== "",
      colleagues: (board?.agents ?? []).filter(({ id }) => id !== agent.id),
      held: this.client.mine.length,
      problem: this.problem,
      dismissed: () => moves.dismissed(),
      transfer: (to, note) => void moves.transfer(to, note),
      close: (reason) => void moves.close(reason),
      giveBack: () => void moves.giveBack(),
      takeOver: () => void moves.takeOver(),
      signOut: () => void moves.signOut(),
    });
  }

  get #listeners(): readonly [EventTarget, string, EventListener][] {
    return [
      [this.client, "change", this.#changed],
      [this.client, "news", this.#news as EventListener],
      [this.client, "arrived", this.#arrived as EventListener],
      [window, "focus", this.#looked],
      [window, "beforeunload", this.#leaving],
      [document, "visibilitychange", this.#looked],
      [document, "keydown", this.#keys.pressed as EventListener],
    ];
  }

  /** The conversation that is shown. */
  get #onScreen(): string | null {
    return this.view === "conversations" ? (this.client.snapshot.open?.id ?? null) : null;
  }

  readonly #changed = () => this.requestUpdate();

  readonly #arrived = ({ messages }: Arrived) => {
    if (this.view !== "conversations") return;
    this.attention.arrived(messages, this.client.snapshot.agent?.display_name ?? "");
  };

  readonly #news = ({ news }: NewsCame) => {
    this.attention.news(news, looking() ? this.#onScreen : null);
    this.requestUpdate();
  };

  readonly #looked = () => {
    this.attention.looked();
    this.requestUpdate();
  };

  /** Whoever has conversations and closes the page leaves people alone until the server notices: the browser asks first. */
  readonly #leaving = (event: Event) => {
    if (this.client.mine.length > 0) event.preventDefault();
  };

  readonly #skip = (event: Event) => {
    event.preventDefault();
    this.view = "conversations";
    this.region = "conversation";
    void this.#focus.conversation();
  };

  #choose(language: Language): void {
    this.preferences.language = language;
    this.language = language;
  }

  #toggleSound(): void {
    this.sound = !this.sound;
    this.preferences.sound = this.sound;
    if (this.sound) this.attention.chime.ring("message");
  }
}

customElements.define("breachline-desk", Desk);
