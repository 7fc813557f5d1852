/** What is between the bars: the lists and the conversation, the call-backs, or the overview. */
import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Agent, Board } from "../desk_readers.ts";
import type { DeskSnapshot } from "../desk_snapshot.ts";
import "./conversation.ts";
import type { DeskHost } from "./desk_host.ts";
import type { DeskMoves } from "./desk_moves.ts";
import { type RegionsContext, regionLists, regionTabs, takeableOn, topicOn } from "./regions.ts";
import "./report.ts";
import "./tickets.ts";

export interface ContentContext {
  readonly snapshot: DeskSnapshot;
  readonly agent: Agent;
  readonly moves: DeskMoves;
  /** Another one each time: what a conversation holds is not compared. */
  readonly version: number;
}

export function content(host: DeskHost, context: ContentContext): TemplateResult {
  const { view, client, texts, language } = host;
  const { board } = context.snapshot;
  if (view === "tickets") {
    return html`<main><breachline-tickets .client=${client} .texts=${texts} .language=${language}
      .openTickets=${board?.open_tickets ?? 0} .say=${(words: string) => context.moves.say(words)}
    ></breachline-tickets></main>`;
  }
  if (view === "report") {
    return html`<main><breachline-report .client=${client} .texts=${texts}
      .language=${language}></breachline-report></main>`;
  }
  if (!board) return html`<main class="entry"><p role="status">${texts.connecting}</p></main>`;
  return conversations(host, board, context);
}

function conversations(host: DeskHost, board: Board, context: ContentContext): TemplateResult {
  const { snapshot, agent, moves } = context;
  const { client, texts, language } = host;
  const regions: RegionsContext = {
    texts,
    language,
    board,
    agent,
    region: host.region,
    openId: snapshot.open?.id ?? null,
    unread: (held) => client.unread(held),
    typing: (id) => client.typing(id),
    go: (region) => {
      host.region = region;
    },
    open: (id) => void moves.open(id),
    take: (id) => void moves.take(id),
  };
  return html`${regionTabs(regions)}
    <main class="regions" data-region=${host.region}>
      ${regionLists(regions)}
      <section class="region conversation" id="conversation" aria-label=${texts.conversation}>
        ${
          snapshot.open
            ? keyed(
                snapshot.open.id,
                html`<breachline-desk-conversation
                  .watched=${snapshot.open}
                  .agent=${agent}
                  .topic=${topicOn(board, snapshot.open.id)}
                  .takeable=${takeableOn(board, snapshot.open.id)}
                  .texts=${texts}
                  .language=${language}
                  .replies=${snapshot.replies}
                  .actions=${moves}
                  .version=${context.version}
                ></breachline-desk-conversation>`,
              )
            : html`<div class="empty"><h2 tabindex="-1">${texts.noneOpen}</h2><p>${texts.noneOpenHint}</p></div>`
        }
      </section>
    </main>`;
}
