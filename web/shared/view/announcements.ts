/** What is told to screen readers as it happens: each message that comes, a place nearer, a connection lost or back. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { catalogue } from "../catalogue/catalogue.ts";
import type { Connection } from "../connection.ts";
import { QueueSteps } from "../queue_steps.ts";
import type { Arrived, Snapshot } from "../snapshot.ts";
import { offeredTitles } from "./actions.ts";
import { Announcer } from "./announcer.ts";
import { queueWords } from "./bars.ts";
import { spoken } from "./message.ts";

export class Announcements implements ReactiveController {
  readonly #announcer = new Announcer();
  readonly #host: ReactiveControllerHost & { readonly connection: Connection };
  readonly #queue = new QueueSteps();
  #link: Snapshot["link"] = "connecting";

  constructor(host: ReactiveControllerHost & { readonly connection: Connection }) {
    this.#host = host;
    host.addController(this);
  }

  get element(): HTMLElement {
    return this.#announcer.element;
  }

  /** In the language of the interface. */
  say(words: string): void {
    this.#announcer.say(words, this.#host.connection.snapshot.language);
  }

  hostConnected(): void {
    this.#host.connection.addEventListener("arrived", this.#arrived);
  }

  hostDisconnected(): void {
    this.#host.connection.removeEventListener("arrived", this.#arrived);
  }

  hostUpdate(): void {
    const { snapshot } = this.#host.connection;
    this.#tellLink(snapshot);
    if (this.#queue.nearer(snapshot.waiting)) this.say(queueWords(snapshot.waiting, catalogue[snapshot.language]));
  }

  readonly #arrived = (event: Event) => {
    for (const arrived of (event as Arrived).messages) {
      const { language } = arrived;
      const texts = catalogue[language];
      this.#announcer.say(spoken(arrived, offeredTitles(arrived, texts), texts, language), language);
    }
  };

  #tellLink({ link, language, phase }: Snapshot): void {
    if (link === this.#link) return;
    if (phase === "open" && broken(link)) this.say(catalogue[language][link]);
    else if (broken(this.#link) && (link === "live" || link === "polling")) this.say(catalogue[language].back);
    else if (link === "connecting") return; // on the way: neither lost nor back
    this.#link = link;
  }
}

function broken(link: Snapshot["link"]): link is "lost" | "offline" {
  return link === "lost" || link === "offline";
}
