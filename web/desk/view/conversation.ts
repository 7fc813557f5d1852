/** The conversation on the screen: who and what, the whole log, the reply; beside it what is known and the notes. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Language } from "../../shared/languages.ts";
import { base, buttons } from "../../shared/view/tokens.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent, CannedReply, Case } from "../desk_readers.ts";
import type { WatchedConversation } from "../watched_conversation.ts";
import { conversationHead } from "./conversation_head.ts";
import { dangerBar, dangerHelp } from "./danger.ts";
import { facts } from "./facts.ts";
import { log } from "./log.ts";
import { notLoaded, notYours } from "./not_here.ts";
import "./notes.ts";
import type { Notes } from "./notes.ts";
import "./reply_box.ts";
import type { ReplyBox, ReplySent } from "./reply_box.ts";
import { StickyScroll } from "./sticky_scroll.ts";
import { conversationStyles } from "./styles/conversation_styles.ts";
import { dangerStyles } from "./styles/danger_styles.ts";
import { logStyles } from "./styles/log_styles.ts";
import { markStyles } from "./styles/mark_styles.ts";
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
  /** Somebody wants to be here, and what they would do here is still being loaded. */
  #focusLater = false;
  /** Where there is room beside the log, the help has opened by itself; then the agent decides. */
  #helped = false;
  readonly #scroll = new StickyScroll((behind) => {
    this.behind = behind;
  });

  static override styles = [base, buttons, shellStyles, markStyles, conversationStyles, dangerStyles, logStyles];

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
    if (trouble === "unknown") return notYours(watched, texts, () => this.actions.back());
    if (!details && trouble) return notLoaded(texts, () => this.actions.reload(watched.id));
    if (!details) return html`<p class="none">${texts.loading}</p>`;
    const mine = details.agent?.id === this.agent.id;
    return html`<div class="talk">${conversationHead({
      details,
      topic: this.topic,
      mine,
      notes: watched.notes.length,
      aside: this.aside,
      texts,
      language: this.language,
      ask: (question) => this.actions.ask(question),
      toggleAside: this.#toggleAside,
    })}
      ${
        details.danger
          ? dangerBar(details.danger, {
              texts,
              help: details.help ? this.aside : null,
              toggleHelp: this.#toggleAside,
            })
          : nothing
      }
      ${this.#log(details)} ${this.#foot(details, mine, texts)}</div>
      <aside id="aside" aria-label=${texts.facts}>
        ${details.danger && details.help ? dangerHelp(details.danger, details.help, texts, this.language) : nothing}
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
    const { messages, unsent, details } = this.watched;
    if (details?.danger && details.help && !this.#helped) {
      this.#helped = true;
      this.aside ||= matchMedia("(min-width: 900px)").matches;
    }
    if (this.#focusLater) this.focus();
    this.#scroll.drew(this.#element(".log"), messages.length + unsent.length);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scroll.stop();
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

  readonly #toggleAside = () => {
    this.aside = !this.aside;
  };

  async focusNotes(): Promise<void> {
    this.aside = true;
    await this.updateComplete;
    this.renderRoot.querySelector<Notes>("breachline-notes")?.focus();
  }

  get replyBox(): ReplyBox | null {
    return this.renderRoot.querySelector<ReplyBox>("breachline-reply-box");
  }

  #log({ unsure }: Case): TemplateResult {
    const { watched } = this;
    const place = { behind: this.behind, scrolled: this.#scroll.scrolled, toEnd: () => this.#toEnd() };
    return log(watched, place, {
      texts: this.texts,
      language: this.language,
      self: this.agent.display_name,
      unsure: new Set(unsure),
      retry: (id) => watched.retry(id),
      takeBack: (id) => this.replyBox?.put(watched.takeBack(id)),
    });
  }

  #foot(details: Case, mine: boolean, texts: DeskTexts): TemplateResult {
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
            .danger=${details.danger}
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

  #reply(text: string): void {
    this.#scroll.toEnd();
    this.actions.reply(this.watched.id, text);
  }

  #toEnd(): void {
    this.#scroll.toEnd();
    this.#element(".log")?.focus();
  }
}

customElements.define("breachline-desk-conversation", DeskConversation);
