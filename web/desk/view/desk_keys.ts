/** The shortcuts: they work wherever the focus is, but not over a dialog. */
import { type ShortcutName, shortcutOf } from "../shortcuts.ts";
import type { DeskFocus } from "./desk_focus.ts";
import type { DeskHost } from "./desk_host.ts";
import type { DeskMoves } from "./desk_moves.ts";

export class DeskKeys {
  readonly #host: DeskHost;
  readonly #focus: DeskFocus;
  readonly #moves: DeskMoves;

  constructor(host: DeskHost, focus: DeskFocus, moves: DeskMoves) {
    this.#host = host;
    this.#focus = focus;
    this.#moves = moves;
  }

  readonly pressed = (event: KeyboardEvent): void => {
    const name = shortcutOf(event);
    const { phase, board } = this.#host.client.snapshot;
    if (!name || phase !== "signed-in" || !board) return;
    event.preventDefault();
    if (!this.#host.question) void this.#run(name);
  };

  async #run(name: ShortcutName): Promise<void> {
    if (name === "help") return this.#moves.ask("help");
    const host = this.#host;
    host.view = "conversations";
    switch (name) {
      case "next":
        return this.#next();
      case "unread":
        return this.#unread();
      case "queue":
      case "mine":
        host.region = name === "queue" ? "waiting" : "mine";
        return this.#focus.title(host.region);
      case "transfer":
      case "close": {
        const { open, agent } = host.client.snapshot;
        if (open?.details?.agent?.id === agent?.id) this.#moves.ask(name);
        return;
      }
      case "reply":
      case "note":
        host.region = "conversation";
        return name === "note" ? this.#focus.notes() : this.#focus.conversation();
    }
  }

  async #next(): Promise<void> {
    const { client, texts } = this.#host;
    const next = client.snapshot.board?.waiting.find(({ speakable }) => speakable);
    if (next) await this.#moves.open(next.conversation_id);
    else this.#moves.say(texts.nobodyWaits);
  }

  async #unread(): Promise<void> {
    const { client } = this.#host;
    const { board, open } = client.snapshot;
    const next = board?.held.find((held) => held.conversation_id !== open?.id && client.unread(held));
    if (next) await this.#moves.open(next.conversation_id);
  }
}
