/** The messages of one conversation, each once, in the gateway's order. */
import type { Message } from "./api_readers.ts";

export class MessageLog {
  #messages: readonly Message[] = [];

  get all(): readonly Message[] {
    return this.#messages;
  }

  get lastId(): string | null {
    return this.#messages.at(-1)?.id ?? null;
  }

  /** Whether the message that was sent with this `client_message_id` is here. */
  sent(clientMessageId: string): boolean {
    return this.#messages.some(({ client_message_id }) => client_message_id === clientMessageId);
  }

  /** Adds what is new and returns it; what somebody withdrew is gone. */
  add(messages: readonly Message[]): readonly Message[] {
    const known = new Set(this.#messages.map(({ id }) => id));
    const fresh = messages.filter(({ id }) => !known.has(id));
    if (fresh.length === 0) return fresh;
    const gone = new Set(fresh.map(withdrawn));
    this.#messages = [...this.#messages, ...fresh]
      .filter(({ id }) => !gone.has(id))
      .sort((a, b) => compareIds(a.id, b.id));
    return fresh;
  }

  clear(): void {
    this.#messages = [];
  }
}

/** The id of the message that this notice says was withdrawn. */
function withdrawn({ from, details }: Message): unknown {
  return from === "system" ? details?.["withdrawn"] : undefined;
}

/** Ids sort within a conversation; a shorter number is a smaller one. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
