/** What an agent does at the desk: each move runs, says what failed, and leaves the focus where they go on. */
import type { ClosingReason } from "../../shared/api_types.ts";
import type { ConversationActions } from "./conversation.ts";
import type { DeskFocus } from "./desk_focus.ts";
import type { DeskHost } from "./desk_host.ts";
import type { DeskDialog } from "./dialog.ts";
import type { Question } from "./question_dialog.ts";
import { troubleWith } from "./trouble.ts";

export class DeskMoves implements ConversationActions {
  readonly #host: DeskHost;
  readonly #focus: DeskFocus;

  constructor(host: DeskHost, focus: DeskFocus) {
    this.#host = host;
    this.#focus = focus;
  }

  async open(id: string): Promise<void> {
    const host = this.#host;
    host.problem = null;
    host.view = "conversations";
    host.client.open(id);
    host.region = "conversation";
    await this.#focus.conversation();
  }

  async take(id: string): Promise<void> {
    const host = this.#host;
    if (await this.#try(() => host.client.take(id))) {
      host.region = "conversation";
      this.say(host.texts.done.taken);
      await this.#focus.conversation();
    } else {
      host.region = "waiting";
      await this.#focus.title("waiting");
    }
  }

  async takeOver(): Promise<void> {
    const { client, texts } = this.#host;
    const id = client.snapshot.open?.id;
    if (!id || !(await this.#try(() => client.take(id, true)))) return;
    this.#closeDialog();
    this.say(texts.done.taken);
    await this.#focus.conversation();
  }

  transfer(to: string | null, note: string): Promise<void> {
    return this.#end(this.#host.texts.done.transferred, (id) => this.#host.client.transfer(id, to, note));
  }

  close(reason: ClosingReason): Promise<void> {
    return this.#end(this.#host.texts.done.closed, (id) => this.#host.client.close(id, reason));
  }

  giveBack(): Promise<void> {
    return this.#end(this.#host.texts.done.givenBack, (id) => this.#host.client.giveBack(id));
  }

  reply(id: string, text: string): void {
    this.#host.client.reply(id, text);
  }

  async note(id: string, text: string): Promise<void> {
    await this.#host.client.note(id, text);
    this.say(this.#host.texts.done.noted);
  }

  tellTyping(id: string, on: boolean): void {
    this.#host.client.tellTyping(id, on);
  }

  reload(id: string): void {
    this.#host.client.reload(id);
  }

  /** From the conversation to the list it is in. */
  async back(): Promise<void> {
    const host = this.#host;
    const { open, board } = host.client.snapshot;
    const id = open?.id ?? "";
    host.client.open(null);
    host.region = board?.held.some(({ conversation_id }) => conversation_id === id) ? "mine" : "waiting";
    await this.#focus.row(id);
  }

  async setPresence(presence: "online" | "away"): Promise<void> {
    await this.#try(() => this.#host.client.setPresence(presence));
  }

  /** From the bar that says they count as away, which goes. */
  async here(): Promise<void> {
    if (await this.#try(() => this.#host.client.setPresence("online"))) await this.#focus.title("waiting");
  }

  /** Who has conversations is told what becomes of them. */
  async askToSignOut(): Promise<void> {
    if (this.#host.client.mine.length > 0) this.ask("sign-out");
    else await this.signOut();
  }

  async signOut(): Promise<void> {
    const host = this.#host;
    host.problem = null;
    try {
      await host.client.leavePost();
      host.view = "conversations";
      host.region = "waiting";
    } catch {
      host.problem = host.texts.signOutFailed;
    }
  }

  ask(question: Question): void {
    this.#host.problem = null;
    this.#host.question = question;
  }

  dismissed(): void {
    this.#host.question = null;
    this.#host.problem = null;
  }

  async forgetProblem(): Promise<void> {
    this.#host.problem = null;
    await this.#focus.conversation();
  }

  say(words: string): void {
    this.#host.attention.say(words);
  }

  /** Ends the agent's part in the conversation on the screen; then they go on with their list. */
  async #end(said: string, move: (id: string) => Promise<void>): Promise<void> {
    const host = this.#host;
    const id = host.client.snapshot.open?.id;
    if (!id || !(await this.#try(() => move(id)))) return;
    this.#closeDialog();
    this.say(said);
    const held = host.client.snapshot.board?.held ?? [];
    host.region = held.some(({ mine, conversation_id }) => mine && conversation_id !== id) ? "mine" : "waiting";
    await this.#focus.title(host.region);
  }

  /** Runs an action; when it fails, says why. */
  async #try(action: () => Promise<unknown>): Promise<boolean> {
    const host = this.#host;
    host.problem = null;
    try {
      await action();
      return true;
    } catch (error) {
      host.problem = troubleWith(error, host.texts);
      return false;
    }
  }

  #closeDialog(): void {
    this.#host.renderRoot.querySelector<DeskDialog>("[data-dialog]")?.close();
  }
}
