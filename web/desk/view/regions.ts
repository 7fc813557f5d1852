/** The lists beside the conversation, and the tabs between them where there is room for one only. */
import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../shared/languages.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent, Board, Held } from "../desk_readers.ts";
import { heldList } from "./held_list.ts";
import { waitingList } from "./waiting_list.ts";

export const REGIONS = ["waiting", "mine", "conversation"] as const;
export type Region = (typeof REGIONS)[number];

export interface RegionsContext {
  readonly texts: DeskTexts;
  readonly language: Language;
  readonly board: Board;
  readonly agent: Agent;
  readonly region: Region;
  readonly openId: string | null;
  unread(held: Held): boolean;
  typing(id: string): boolean;
  go(region: Region): void;
  open(id: string): void;
  take(id: string): void;
}

export function regionTabs({ texts, board, region: shown, unread, go }: RegionsContext): TemplateResult {
  const mine = board.held.filter((held) => held.mine);
  const fresh = mine.filter(unread).length;
  const names: Record<Region, [seen: string, heard: string]> = {
    waiting: [`${texts.waiting} (${board.waiting_count})`, texts.waitingCount(board.waiting_count)],
    mine: [`${texts.mineTab(mine.length)}${fresh > 0 ? " •" : ""}`, texts.mineCount(mine.length, fresh)],
    conversation: [texts.conversation, ""],
  };
  const tab = (region: Region) => html`<button
    type="button"
    aria-current=${region === shown ? "true" : nothing}
    @click=${() => go(region)}
  >
    ${names[region][0]}<span class="heard"> ${names[region][1]}</span>
  </button>`;
  return html`<nav class="tabs" aria-label=${texts.regions}>${REGIONS.map(tab)}</nav>`;
}

export function regionLists(context: RegionsContext): TemplateResult {
  const { texts, board, agent } = context;
  const mine = board.held.filter((held) => held.mine);
  const others = board.held.filter((held) => !held.mine);
  return html`<div class="lists">
    <section class="region mine" aria-labelledby="mine-title">
      <h2 id="mine-title" tabindex="-1">${texts.mine} ${count(mine.length)}</h2>
      ${heldList(mine, texts.noneMine, context)}
      ${
        agent.role === "supervisor"
          ? html`<h2>${texts.colleagues} ${count(others.length)}</h2>
              ${heldList(others, texts.nothingYet, context)}`
          : nothing
      }
    </section>
    <section class="region waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title" tabindex="-1">${texts.waiting} ${count(board.waiting_count)}</h2>
      ${waitingList(context)}
    </section>
  </div>`;
}

/** What the lists call the conversation. */
export function topicOn({ waiting, held }: Board, id: string): string | null {
  return [...waiting, ...held].find(({ conversation_id }) => conversation_id === id)?.topic ?? null;
}

/** It waits, in a language that this agent speaks. */
export function takeableOn({ waiting }: Board, id: string): boolean {
  return waiting.some(({ conversation_id, speakable }) => conversation_id === id && speakable);
}

function count(number: number): TemplateResult {
  return html`<span class="count">${number}</span>`;
}
