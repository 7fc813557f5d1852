/** Calls an agent: by sound, by the page's title, and aloud for screen readers; each thing once. */
import type { Message } from "../../shared/api_readers.ts";
import { agentOf } from "../../shared/handoff.ts";
import { Announcer } from "../../shared/view/announcer.ts";
import { deskCatalogue } from "../catalogue/desk_catalogue.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Chime } from "../chime.ts";
import type { DeskStreamState } from "../desk_stream.ts";
import type { News } from "../news.ts";
import type { Preferences } from "../preferences.ts";
import { topicTitle } from "../topics.ts";
import { Unlooked } from "../unlooked.ts";
import { spokenLine } from "./log_message.ts";

export class Attention {
  readonly #announcer = new Announcer();
  readonly #alarms = new Announcer("alert");
  readonly #unlooked = new Unlooked();
  #stream: DeskStreamState = "connecting";

  constructor(
    readonly preferences: Preferences,
    readonly chime: Chime,
  ) {}

  /** Where screen readers listen. */
  get elements(): readonly HTMLElement[] {
    return [this.#announcer.element, this.#alarms.element];
  }

  say(words: string): void {
    this.#announcer.say(words, this.preferences.language);
  }

  /** `onScreen` is the conversation that the agent sees, if they look at all; of danger they are told there too. */
  news(all: readonly News[], onScreen: string | null): void {
    const news = all.filter(({ conversation_id, alarm }) => alarm || conversation_id !== onScreen);
    if (news.length === 0) return;
    if (this.preferences.sound) this.chime.ring(tune(news));
    for (const each of news) {
      const announcer = each.alarm ? this.#alarms : this.#announcer;
      announcer.say(this.#words(each), this.preferences.language);
    }
    if (!looking()) this.#unlooked.add(news);
  }

  /** What came in the conversation on the screen; `self` hears nothing of what they wrote. */
  arrived(messages: readonly Message[], self: string): void {
    for (const message of messages) {
      if (message.from === "agent" && agentOf(message) === self) continue;
      this.#announcer.say(spokenLine(message, { texts: this.#texts, self }), message.language);
    }
  }

  stream(stream: DeskStreamState): void {
    if (stream === this.#stream || stream === "connecting") return;
    if (stream === "lost" || stream === "offline") this.say(this.#texts[stream]);
    else if (this.#stream !== "connecting") this.say(this.#texts.back);
    this.#stream = stream;
  }

  looked(): void {
    if (looking()) this.#unlooked.clear();
  }

  title(plain: string, alarm: string): string {
    return this.#unlooked.title(plain, alarm);
  }

  get #texts(): DeskTexts {
    return deskCatalogue[this.preferences.language];
  }

  #words({ kind, priority, topic, danger }: News): string {
    const { news, priorities, dangers, noTopic } = this.#texts;
    const title = topicTitle(topic, this.preferences.language) ?? noTopic;
    const words = kind === "waiting" ? news.waiting(priorities[priority], title) : news[kind](title);
    return danger ? news.danger(dangers[danger], words) : words;
  }
}

function tune(news: readonly News[]): Parameters<Chime["ring"]>[0] {
  if (news.some(({ alarm }) => alarm)) return "danger";
  return news.some(({ kind }) => kind === "waiting") ? "waiting" : "message";
}

export function looking(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
