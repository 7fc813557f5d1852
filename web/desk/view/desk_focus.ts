/** Where the focus goes after each action, so that it is never lost. */
import type { DeskConversation } from "./conversation.ts";
import type { DeskHost } from "./desk_host.ts";
import type { Region } from "./regions.ts";

export class DeskFocus {
  readonly #host: DeskHost;

  constructor(host: DeskHost) {
    this.#host = host;
  }

  async conversation(): Promise<void> {
    await this.#host.updateComplete;
    const conversation = this.#find<DeskConversation>("breachline-desk-conversation");
    if (!conversation) return this.#title("conversation");
    await conversation.updateComplete;
    conversation.focus();
  }

  async notes(): Promise<void> {
    await this.conversation();
    await this.#find<DeskConversation>("breachline-desk-conversation")?.focusNotes();
  }

  async title(region: Region): Promise<void> {
    await this.#host.updateComplete;
    this.#title(region);
  }

  /** The conversation's line in the list, or the list if it is no more there. */
  async row(id: string): Promise<void> {
    await this.#host.updateComplete;
    const row = this.#find(`[data-conversation="${CSS.escape(id)}"]`);
    if (row) row.focus();
    else this.#title(this.#host.region);
  }

  #title(region: Region): void {
    this.#find(region === "conversation" ? ".empty h2" : `#${region}-title`)?.focus();
  }

  #find<Found extends HTMLElement = HTMLElement>(selector: string): Found | null {
    return this.#host.renderRoot.querySelector<Found>(selector);
  }
}
