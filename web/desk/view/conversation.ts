/** The conversation on the screen: who and what, the whole log, the reply; beside it what is known and the notes. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import type { Language } from "../../shared/languages.ts";
import { icons } from "../../shared/view/icons.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent, CannedReply, Conversation } from "../desk_wire.ts";
import { languageName } from "../language_name.ts";
import { topicTitle } from "../topics.ts";
import type { WatchedConversation } from "../watched_conversation.ts";
import { facts } from "./facts.ts";
import { type LogContext, logMessage, logUnsent } from "./log_message.ts";
import "./notes.ts";
import type { Notes } from "./notes.ts";
import { priorityChip } from "./priority_chip.ts";
import "./reply_box.ts";
import type { ReplyBox, ReplySent } from "./reply_box.ts";
import { conversationStyles } from "./styles/conversation_styles.ts";
import { logStyles } from "./styles/log_styles.ts";
import { shellStyles } from "./styles/shell_styles.ts";

/** What the screen around it does for a conversation. */
export interface ConversationActions {
  take(id: string): void;
  ask(question: "transfer" | "close" | "return" | "take-over"): void;
  reply(id: string, text: string): void;
  note(id: string, text: string): Promise<void>;
  tellTyping(id: string, on: boolean): void;
  reload(id: string): void;
  back(): void;
  say(words: string): void;
}

/** Nearer than this to the end, the agent is reading the newest messages. */
const NEAR_END = 80;

export class DeskConversation extends LitElement {
  static override properties = {
    watched: { attribute: false },
    agent: { attribute: false },
    /** What the lists call it; only conversations that are neither waiting nor held have none there. */
    topic: { attribute: false },
    takeable: { type: Boolean },
    texts: { attribute: false },
    language: { attribute: false },
    replies: { attribute: false },
    actions: { attribute: false },
    /** Changed whenever the conversation did: what it holds is not compared. */
    version: { attribute: false },
    aside: { type: Boolean, reflect: true },
    behind: { state: true },
  };

  declare watched: WatchedConversation;
  declare agent: Agent;
  declare topic: string | null;
  /** It waits, in a language that this agent speaks. */
  declare takeable: boolean;
  declare texts: DeskTexts;
  declare language: Language;
  declare replies: readonly CannedReply[];
  declare actions: ConversationActions;
  declare version: number;
  declare aside: boolean;
  declare protected behind: boolean;
  #atEnd = true;
  #top = 0;
  /** Somebody wants to be here, and what they would do here is still being loaded. */
  #focusLater = false;
  #drawn = 0;
  /** The reply grows, notes open, a phone is turned: who read the newest message still does. */
  readonly #resized = new ResizeObserver(() => this.#follow());

  static override styles = [base, buttons, shellStyles, conversationStyles, logStyles];

  constructor() {
    super();
    this.replies = [];
    this.version = 0;
    this.takeable = false;
    this.aside = false;
    this.behind = false;
  }

  override render(): TemplateResult {
    const { watched, texts } = this;
    const { details, trouble } = watched;
    if (trouble === "unknown") return this.#gone(texts);
    if (!details) return trouble ? this.#notLoaded(texts) : html`<p class="none">${texts.loading}</p>`;
    const mine = details.agent?.id === this.agent.id;
    return html`<div class="talk">${this.#head(details, mine, texts)} ${this.#log(details, texts)} ${this.#foot(details, mine, texts)}</div>
      <aside id="aside" aria-label=${texts.facts}>
        <h3>${texts.facts}</h3>
        ${facts(details, texts, this.language)}
        ${keyed(
          watched.id,
          html`<breachline-notes
            .texts=${texts}
            .language=${this.language}
            .notes=${watched.notes}
            .draft=${watched.noteDraft}
            ?writable=${mine || this.agent.role === "supervisor"}
            .save=${(text: string) => this.actions.note(watched.id, text)}
          ></breachline-notes>`,
        )}
      </aside>`;
  }

  protected override updated(): void {
    const { messages, unsent } = this.watched;
    const count = messages.length + unsent.length;
    if (this.#focusLater) this.focus();
    const log = this.#element(".log");
    if (!log) return;
    this.#resized.observe(log);
    if (count > this.#drawn && !this.#atEnd) this.behind = true;
    this.#follow();
    this.#drawn = count;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  #follow(): void {
    const log = this.#element(".log");
    if (log && this.#atEnd) log.scrollTop = log.scrollHeight;
  }

  #element(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  override focus(): void {
    // Where they stand in each other's place, the details make room.
    if (matchMedia("(max-width: 899px)").matches) {
      this.aside = false;
      this.removeAttribute("aside");
    }
    const target = this.replyBox ?? this.#element("[data-take]") ?? this.#element("h2, .gone");
    this.#focusLater = !target;
    target?.focus();
  }

  async focusNotes(): Promise<void> {
    this.aside = true;
    await this.updateComplete;
    this.renderRoot.querySelector<Notes>("breachline-notes")?.focus();
  }

  get replyBox(): ReplyBox | null {
    return this.renderRoot.querySelector<ReplyBox>("breachline-reply-box");
  }

  #head(details: Conversation, mine: boolean, texts: DeskTexts): TemplateResult {
    const title = topicTitle(this.topic ?? details.topics.at(-1) ?? null, this.language) ?? texts.noTopic;
    const state = mine ? texts.states.mine : this.#stateOf(details, texts);
    const notes = this.watched.notes.length;
    return html`<header role="none">
      <div class="who">
        <h2 tabindex="-1">${title}</h2>
        <p class="quiet">
          ${details.priority === "urgent" ? priorityChip("urgent", texts) : nothing}
          <span class="language">${languageName(details.language, this.language)}</span><span>${state}</span>
          ${details.helped_before ? html`<span class="helped" title=${texts.helpedBeforeHint}>${texts.helpedBefore}</span>` : nothing}
        </p>
      </div>
      <div class="moves">
        ${mine ? this.#moves(texts) : nothing}
        <button
          class="plain small wide"
          type="button"
          aria-expanded=${this.aside ? "true" : "false"}
          aria-controls="aside"
          @click=${() => (this.aside = !this.aside)}
        >
          ${this.aside ? texts.hideFacts : texts.factsAndNotes(notes)}
        </button>
      </div>
    </header>`;
  }

  #moves(texts: DeskTexts): TemplateResult {
    const { ask } = this.actions;
    return html`<button class="plain small" type="button" @click=${() => ask("transfer")}>${texts.transfer}</button>
      <button class="plain small" type="button" @click=${() => ask("return")}>${texts.giveBack}</button>
      <button class="plain small" type="button" @click=${() => ask("close")}>${texts.close}</button>`;
  }

  #stateOf({ state, agent }: Conversation, texts: DeskTexts): string {
    return state === "agent" && agent ? texts.heldBy(agent.display_name) : texts.states[state];
  }

  #log(details: Conversation, texts: DeskTexts): TemplateResult {
    const { watched } = this;
    const context: LogContext = {
      texts,
      language: this.language,
      self: this.agent.display_name,
      unsure: new Set(details.unsure),
      retry: (id) => watched.retry(id),
      takeBack: (id) => this.replyBox?.put(watched.takeBack(id)),
    };
    return html`<div class="scroller">
      <div class="log" role="log" aria-live="off" aria-label=${texts.log} tabindex="0" @scroll=${this.#scrolled}>
        ${repeat(
          watched.messages,
          ({ id }) => id,
          (message) => logMessage(message, context),
        )}
        ${repeat(
          watched.unsent,
          ({ id }) => id,
          (entry) => logUnsent(entry, context),
        )}
      </div>
      ${
        this.behind
          ? html`<button class="plain small newest" type="button" @click=${() => this.#toEnd()}>${icons.down}${texts.newest}</button>`
          : nothing
      }
    </div>`;
  }

  #foot(details: Conversation, mine: boolean, texts: DeskTexts): TemplateResult {
    const { watched, actions } = this;
    const typing = html`<p class="typing">${watched.typing ? texts.typing : nothing}</p>`;
    if (mine) {
      return html`<div class="foot">
        ${typing}
        ${keyed(
          watched.id,
          html`<breachline-reply-box
            .texts=${texts}
            .language=${this.language}
            .customerLanguage=${details.language}
            .draft=${watched.replyDraft}
            .replies=${this.replies}
            .tellTyping=${(on: boolean) => actions.tellTyping(watched.id, on)}
            .say=${(words: string) => actions.say(words)}
            @reply-sent=${(event: ReplySent) => this.#reply(event.text)}
          ></breachline-reply-box>`,
        )}
      </div>`;
    }
    const takeable = details.state === "waiting" && this.takeable;
    const over = details.state === "agent" && this.agent.role === "supervisor";
    if (!takeable && !over) return html`<div class="foot"></div>`;
    const run = () => (takeable ? actions.take(watched.id) : actions.ask("take-over"));
    return html`<div class="foot rest">
      <button class="solid" type="button" data-take @click=${run}>${takeable ? texts.take : texts.takeOver}</button>
    </div>`;
  }

  #gone(texts: DeskTexts): TemplateResult {
    const { replyDraft, unsent } = this.watched;
    const kept = [...unsent.map(({ shown }) => shown), replyDraft.text].filter(Boolean).join("\n");
    return html`<div class="gone" tabindex="-1">
      <p>${texts.notYours}</p>
      ${kept ? html`<p><strong>${texts.keptDraft}</strong></p><p class="typed">${kept}</p>` : nothing}
      <button class="plain small" type="button" @click=${() => this.actions.back()}>${texts.toList}</button>
    </div>`;
  }

  #notLoaded(texts: DeskTexts): TemplateResult {
    return html`<div class="gone" tabindex="-1">
      <p>${texts.notLoaded}</p>
      <button class="plain small" type="button" @click=${() => this.actions.reload(this.watched.id)}>${texts.tryAgain}</button>
    </div>`;
  }

  #reply(text: string): void {
    this.#atEnd = true;
    this.behind = false;
    this.actions.reply(this.watched.id, text);
  }

  #scrolled(event: Event): void {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget as HTMLElement;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    // Only a reader scrolls up; when the log becomes smaller, its end moves away by itself.
    this.#atEnd = near || (this.#atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    if (this.#atEnd) this.behind = false;
  }

  #toEnd(): void {
    this.#atEnd = true;
    this.behind = false;
    this.#follow();
    this.#element(".log")?.focus();
  }
}

customElements.define("breachline-desk-conversation", DeskConversation);
