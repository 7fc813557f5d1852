/** Narrow bars between the log and the field: how things stand, as long as they stand so. */
import { html, nothing, type TemplateResult } from "lit";
import type { QueuePlace } from "../api_readers.ts";
import type { Texts } from "../catalogue/texts.ts";
import type { Snapshot } from "../snapshot.ts";
import { icons } from "./icons.ts";

export function bars(snapshot: Snapshot, problem: string | null, texts: Texts): unknown {
  const { stream, phase, state, waiting } = snapshot;
  const broken = phase === "open" && (stream === "lost" || stream === "offline");
  return [
    problem ? connectionBar(problem, "") : nothing,
    broken ? connectionBar(texts[stream], stream) : nothing,
    state === "waiting" && !broken
      ? html`<p class="queue">${icons.clock}<span>${placeWords(waiting, texts)} <span class="wait">${waitWords(waiting, texts)}</span></span></p>`
      : nothing,
  ];
}

/** The place and the wait, as far as they are known. */
export function queueWords(waiting: QueuePlace | null, texts: Texts): string {
  return `${placeWords(waiting, texts)} ${waitWords(waiting, texts)}`.trim();
}

function placeWords(waiting: QueuePlace | null, { queue }: Texts): string {
  return waiting?.place ? queue.before(waiting.place - 1) : queue.unknown;
}

function waitWords(waiting: QueuePlace | null, { queue }: Texts): string {
  return waiting?.minutes == null ? "" : queue.wait(waiting.minutes);
}

function connectionBar(words: string, stream: string): TemplateResult {
  return html`<p class="connection" data-link=${stream || nothing}>${icons.attention}<span>${words}</span></p>`;
}
