/** What stands in the log: the messages, what is on its way, and what to begin with. */
import { html, nothing, type TemplateResult } from "lit";
import type { Message } from "../api_readers.ts";
import { catalogue } from "../catalogue/catalogue.ts";
import type { Texts } from "../catalogue/texts.ts";
import { besideThePlace, offering, ratingOffer, ticketOffer } from "../handoff.ts";
import type { Language } from "../languages.ts";
import type { Snapshot } from "../snapshot.ts";
import { type ActionContext, closedActions, ticketActions } from "./actions.ts";
import { queueWords } from "./bars.ts";
import { message, unsent } from "./message.ts";
import { noBreak } from "./typography.ts";

export interface LogContext extends ActionContext {
  readonly texts: Texts;
  /** The notice after which the customer said how it went. */
  readonly rated: string | null;
  /** What was done about a notice, by its id. */
  readonly done: ReadonlyMap<string, string>;
  begin(): void;
  press(id: string, title: string): void;
  ask(words: string): void;
  retry(id: string): void;
}

export function log(snapshot: Snapshot, context: LogContext): unknown {
  const { farewell, apologies, messages, language, state } = snapshot;
  const { texts } = context;
  const begun = messages.some(({ from }) => from === "customer");
  const answering = snapshot.unsent.length > 0;
  const open = snapshot.phase === "open";
  const offers = offering(messages, state);
  const ticket = open ? ticketOffer(messages, state) : null;
  const rating = open ? ratingOffer(messages, state) : null;
  const said = { texts, language, offered: false, actions: [], done: null, press: context.press };
  return [
    snapshot.notice === "renewed" ? html`<p class="notice">${texts.renewed}</p>` : nothing,
    farewell.map((shown, index) => message(shown, { ...said, last: index === farewell.length - 1 })),
    snapshot.phase === "starting" && messages.length === 0 ? dots(texts.starting) : nothing,
    // By place, not by id: a log grows at its end, and Lit's `repeat` is a kilobyte.
    messages.map((shown, index) =>
      message(asOfNow(shown, snapshot), {
        ...said,
        last: messages[index + 1]?.from !== shown.from,
        offered: open && !answering && offers.has(shown.id),
        actions: [
          ...(shown.id === ticket ? ticketActions(texts, context) : []),
          ...(shown.id === rating ? closedActions(texts, context, context.rated === rating) : []),
        ],
        done: context.done.get(shown.id) ?? null,
      }),
    ),
    snapshot.unsent.map((entry) => unsent(entry, { texts, language }, context.retry)),
    apologies.map((shown) => message(shown, { ...said, last: true })),
    snapshot.phase === "failed" ? notStarted(context, apologies.length > 0) : nothing,
    open && !begun && !answering ? starters(messages, language, context) : nothing,
    snapshot.typing ? dots(snapshot.typing === "agent" ? texts.agentTyping(snapshot.agent) : texts.typing) : nothing,
  ];
}

/** While the customer waits, the newest notice tells how far they are now; the earlier ones tell it no more. */
function asOfNow(shown: Message, { messages, state, waiting }: Snapshot): Message {
  const beside = state === "waiting" ? besideThePlace(shown) : null;
  if (beside === null) return shown;
  const newest = messages.findLast((each) => besideThePlace(each) !== null)?.id === shown.id;
  const place = newest || !beside ? [queueWords(waiting, catalogue[shown.language])] : [];
  return { ...shown, text: [beside, ...place].filter(Boolean).join("\n\n") };
}

function notStarted({ texts, begin }: LogContext, explained: boolean): TemplateResult {
  return html`<div class="notice">
    <div>
      ${explained ? nothing : html`<p>${texts.notStarted}</p>`}
      <div class="actions">
        <button class="plain" type="button" @click=${begin}>${texts.tryAgain}</button>
      </div>
    </div>
  </div>`;
}

/** Nobody should face an empty field on such a day; a greeting that brings buttons of its own needs none of ours. */
function starters(
  messages: Snapshot["messages"],
  language: Language,
  { texts, ask }: LogContext,
): TemplateResult | typeof nothing {
  if (messages.some(({ buttons }) => buttons.length > 0)) return nothing;
  return html`<ul class="choices" aria-label=${texts.choices}>
    ${texts.starters.map((words) => html`<li><button type="button" @click=${() => ask(words)}>${noBreak(words, language)}</button></li>`)}
  </ul>`;
}

function dots(words: string): TemplateResult {
  return html`<p class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${words}</p>`;
}
