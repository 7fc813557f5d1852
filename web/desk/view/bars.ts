/** What an agent should know before anything else: somebody in danger, no connection, what failed, that they count as away. */
import { html, nothing, type TemplateResult } from "lit";
import type { Danger } from "../../shared/api_types.ts";
import { icons } from "../../shared/view/icons.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent, Board, Held } from "../desk_readers.ts";
import type { DeskStreamState } from "../desk_stream.ts";
import { dangerMark } from "./marks.ts";

export interface BarsContext {
  readonly texts: DeskTexts;
  readonly stream: DeskStreamState;
  readonly problem: string | null;
  readonly agent: Agent;
  readonly board: Board | null;
  /** The conversation that is on the screen. */
  readonly onScreen: string | null;
  unread(held: Held): boolean;
  open(id: string): void;
  forget(): void;
  here(): void;
}

export function bars(context: BarsContext): TemplateResult {
  const { texts, stream, problem, agent, board, forget, here } = context;
  const lost = stream === "lost" || stream === "offline" ? texts[stream] : null;
  const away = board !== null && agent.presence !== "online";
  const closed = board !== null && !board.open;
  return html`${board ? dangerElsewhere(board, context) : nothing}
    ${lost ? html`<p class="bar attention">${icons.attention}<span>${lost}</span></p>` : nothing}
    ${
      problem
        ? html`<p class="bar attention" role="alert">
            ${icons.attention}<span>${problem}</span>
            <button class="tool" type="button" @click=${forget}>${texts.dismiss}</button>
          </p>`
        : nothing
    }
    ${
      away
        ? html`<p class="bar">
            <span>${texts.awayHint}</span>
            <button class="tool" type="button" @click=${here}>${texts.iAmHere}</button>
          </p>`
        : nothing
    }
    ${closed && !away ? html`<p class="bar">${texts.closedHint}</p>` : nothing}`;
}

/** Who may be in danger and is not on the screen: until somebody takes them, or has looked at what they wrote. */
function dangerElsewhere({ waiting, held }: Board, { texts, onScreen, unread, open }: BarsContext): unknown {
  const hidden = ({ danger, conversation_id }: { danger: Danger | null; conversation_id: string }) =>
    danger !== null && conversation_id !== onScreen;
  const wrote = held.filter((one) => one.mine && hidden(one) && unread(one));
  const waits = waiting.filter((one) => one.speakable && hidden(one));
  return [
    { all: wrote, words: texts.dangerWrote(wrote.length) },
    { all: waits, words: texts.dangerWaits(waits.length) },
  ].map(({ all: [first], words }) =>
    first?.danger
      ? html`<p class="bar alarm">
          ${dangerMark(first.danger, texts)}<span class="words">${words}</span>
          <button class="tool" type="button" @click=${() => open(first.conversation_id)}>${texts.open}</button>
        </p>`
      : nothing,
  );
}
