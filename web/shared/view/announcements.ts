/** What is told to screen readers as it happens: each message that comes, a place nearer, a connection lost or back. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { catalogue } from "../catalogue/catalogue.ts";
import type { ChatClient } from "../chat_client.ts";
import { QueueSteps } from "../queue_steps.ts";
import type { Arrived, Snapshot } from "../snapshot.ts";
import { offeredTitles } from "./actions.ts";
import { Announcer } from "./announcer.ts";
import { queueWords } from "./bars.ts";
import { spoken } from "./message.ts";

export class Announcements implements ReactiveController {
  readonly #announcer = new Announcer();
  readonly #host: ReactiveControllerHost & { readonly client: ChatClient };
  readonly #queue = new QueueSteps();
  #stream: Snapshot["stream"] = "connecting";

  constructor(host: ReactiveControllerHost & { readonly client: ChatClient }) {
    this.#host = host;
    host.addController(this);
  }

  get element(): HTMLElement {
    return this.#announcer.element;
  }

  /** In the language of the interface. */
  say(words: string): void {
    this.#announcer.say(words, this.#host.client.snapshot.language);
  }

  hostConnected(): void {
    this.#host.client.addEventListener("arrived", this.#arrived);
  }

  hostDisconnected(): void {
    this.#host.client.removeEventListener("arrived", this.#arrived);
  }

  hostUpdate(): void {
    const { snapshot } = this.#host.client;
    this.#tellStream(snapshot);
    if (this.#queue.nearer(snapshot.waiting)) this.say(queueWords(snapshot.waiting, catalogue[snapshot.language]));
  }

  readonly #arrived = (event: Event) => {
    for (const arrived of (event as Arrived).messages) {
      const { language } = arrived;
      const texts = catalogue[language];
      this.#announcer.say(spoken(arrived, offeredTitles(arrived, texts), texts, language), language);
    }
  };

  #tellStream({ stream, language, phase }: Snapshot): void {
    if (stream === this.#stream) return;
    if (phase === "open" && broken(stream)) this.say(catalogue[language][stream]);
    else if (broken(this.#stream) && (stream === "live" || stream === "polling")) this.say(catalogue[language].back);
    else if (stream === "connecting") return; // on the way: neither lost nor back
    this.#stream = stream;
  }
}

function broken(stream: Snapshot["stream"]): stream is "lost" | "offline" {
  return stream === "lost" || stream === "offline";
}
