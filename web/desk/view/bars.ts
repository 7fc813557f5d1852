/** What an agent should know before anything else: no connection, something that failed, that they count as away. */
import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../../shared/view/icons.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskLink } from "../desk_stream.ts";
import type { Agent, Board } from "../desk_wire.ts";

export interface BarsContext {
  readonly texts: DeskTexts;
  readonly link: DeskLink;
  readonly problem: string | null;
  readonly agent: Agent;
  readonly board: Board | null;
  forget(): void;
  here(): void;
}

export function bars({ texts, link, problem, agent, board, forget, here }: BarsContext): TemplateResult {
  const lost = link === "lost" || link === "offline" ? texts[link] : null;
  const away = board !== null && agent.presence !== "online";
  const closed = board !== null && !board.open;
  return html`${lost ? html`<p class="bar attention">${icons.attention}<span>${lost}</span></p>` : nothing}
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
