/** What stands in the log: the messages, what is on its way, and what to begin with. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Texts } from "../catalogue/texts.ts";
import { ratingOffer, standingNotice, ticketOffer } from "../handoff.ts";
import type { Snapshot } from "../snapshot.ts";
import { type ActionContext, closedActions, ticketActions } from "./actions.ts";
import { message, unsent } from "./message.ts";

export interface LogContext extends ActionContext {
  readonly texts: Texts;
  /** The notice after which the customer said how it went. */
  readonly rated: string | null;
  begin(): void;
  press(id: string, title: string): void;
  ask(words: string): void;
  retry(id: string): void;
}

export function log(snapshot: Snapshot, context: LogContext): unknown {
  const { farewell, messages, language, state } = snapshot;
  const { texts } = context;
  const lastSaid = messages.findLastIndex(({ from }) => from === "customer");
  const answering = snapshot.unsent.length > 0;
  const open = snapshot.phase === "open";
  const standing = standingNotice(messages, state);
  const ticket = open ? ticketOffer(messages, state) : null;
  const rating = open ? ratingOffer(messages, state) : null;
  const said = { texts, language, offered: false, actions: [], done: null, press: context.press };
  return [
    snapshot.notice === "renewed" ? html`<p class="notice">${texts.renewed}</p>` : nothing,
    farewell.map((shown, index) => message(shown, { ...said, last: index === farewell.length - 1 })),
    snapshot.phase === "starting" && messages.length === 0 ? dots(texts.starting) : nothing,
    snapshot.phase === "failed" ? notStarted(context) : nothing,
    repeat(
      messages,
      ({ id }) => id,
      (shown, index) =>
        message(shown, {
          ...said,
          last: messages[index + 1]?.from !== shown.from,
          offered: open && !answering && (index > lastSaid || shown.id === standing),
          actions: [
            ...(shown.id === ticket ? ticketActions(texts, context) : []),
            ...(shown.id === rating ? closedActions(texts, context, context.rated === rating) : []),
          ],
          done: context.rated === shown.id ? texts.thanks : null,
        }),
    ),
    repeat(
      snapshot.unsent,
      ({ id }) => id,
      (entry) => unsent(entry, { texts, language }, context.retry),
    ),
    open && lastSaid < 0 && !answering ? starters(messages, context) : nothing,
    snapshot.typing ? dots(snapshot.typing === "agent" ? texts.agentTyping(snapshot.agent) : texts.typing) : nothing,
  ];
}

function notStarted({ texts, begin }: LogContext): TemplateResult {
  return html`<div class="notice">
    <div>
      <p>${texts.notStarted}</p>
      <div class="actions">
        <button class="plain" type="button" @click=${begin}>${texts.tryAgain}</button>
      </div>
    </div>
  </div>`;
}

/** Nobody should face an empty field on such a day; a greeting that brings buttons of its own needs none of ours. */
function starters(messages: Snapshot["messages"], { texts, ask }: LogContext): TemplateResult | typeof nothing {
  if (messages.some(({ buttons }) => buttons.length > 0)) return nothing;
  return html`<ul class="choices" aria-label=${texts.choices}>
    ${texts.starters.map((words) => html`<li><button type="button" @click=${() => ask(words)}>${words}</button></li>`)}
  </ul>`;
}

function dots(words: string): TemplateResult {
  return html`<p class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${words}</p>`;
}
