/** What a client makes of the notices of a hand-off. */
import { expect, test } from "vitest";
import { type Message, readAnswer, readEvent } from "../shared/api_readers.ts";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { besideThePlace, offering, ratingOffer, standingNotice, talkingTo, ticketOffer } from "../shared/handoff.ts";
import { LANGUAGES } from "../shared/languages.ts";
import { QueueSteps } from "../shared/queue_steps.ts";
import type { Snapshot } from "../shared/snapshot.ts";
import { offeredTitles } from "../shared/view/actions.ts";
import { queueWords } from "../shared/view/bars.ts";
import { log } from "../shared/view/log.ts";
import { spoken } from "../shared/view/message.ts";
import { drawnWords } from "./drawn.ts";

const BUTTON = { id: "b", title: "Ne plus attendre" };

function message(id: number, from: Message["from"], details: object = {}, more: Partial<Message> = {}): Message {
  const at = "2026-11-22T05:00:00Z";
  return { id: `${id}`, from, text: "x", language: "fr", details: { ...details }, buttons: [], links: [], at, ...more };
}

const nothing = () => {};
const CONTEXT = {
  texts: catalogue.fr,
  rated: null,
  done: new Map<string, string>(),
  begin: nothing,
  press: nothing,
  ask: nothing,
  retry: nothing,
  leaveMessage: nothing,
  rate: nothing,
  transcript: nothing,
  goOn: nothing,
};
const SNAPSHOT: Snapshot = {
  phase: "open",
  stream: "live",
  state: "bot",
  waiting: null,
  agent: null,
  language: "fr",
  farewell: [],
  messages: [],
  apologies: [],
  unsent: [],
  typing: null,
  unread: 0,
  firstUnread: null,
  notice: null,
};

test("the place is read from the stream, and nonsense in its stead is no place", () => {
  const event = (more: object) => readEvent({ type: "state", state: "waiting", ...more });
  expect(event({ place: 2, wait_minutes: 3 })).toMatchObject({ waiting: { place: 2, minutes: 3 } });
  expect(event({ place: 0, wait_minutes: -1 })).toMatchObject({ waiting: { place: null, minutes: null } });
  expect(event({ place: "2", wait_minutes: 1.5 })).toMatchObject({ waiting: { place: null, minutes: null } });
  expect(readEvent({ type: "state", state: "agent", place: 2 })).toMatchObject({ waiting: null });
  expect(readAnswer({ messages: [], state: "waiting" })).toMatchObject({ waiting: { place: null } });
});

test("the person last named is whom one talks to", () => {
  const named = [
    message(1, "system", { agent: "Anne" }),
    message(2, "agent", { agent: " Bert " }),
    message(3, "agent"),
  ];
  expect(talkingTo(named)).toBe("Bert");
  expect(talkingTo([message(1, "agent", { agent: 5 })])).toBeNull();
});

test("a message may be left at the newest notice that offers it, until one was left or a person answers", () => {
  const offers = [1, 2].map((id) => message(id, "system", { handoff: "nobody_there", ticket: true }));
  expect(ticketOffer(offers, "bot")).toBe("2");
  expect(ticketOffer(offers, "agent")).toBeNull();
  const kept = message(3, "system", { handoff: "ticket_kept" });
  expect(ticketOffer([...offers, kept], "bot")).toBeNull();
  expect(ticketOffer([kept, message(4, "system", { handoff: "limit", ticket: true })], "waiting")).toBe("4");
});

test("a person cannot make the client offer what only the gateway offers", () => {
  const written = message(1, "agent", { ticket: true, rate: true, handoff: "closed" });
  expect([
    ticketOffer([written], "bot"),
    ratingOffer([written], "closed"),
    standingNotice([written], "waiting"),
  ]).toEqual([null, null, null]);
});

test("rating is offered while the conversation is closed", () => {
  const closed = message(1, "system", { handoff: "closed", rate: true });
  expect([ratingOffer([closed], "closed"), ratingOffer([closed], "bot")]).toEqual(["1", null]);
});

test("the way out of the queue stays in the newest notice that has one, as long as one waits", () => {
  const queued = message(1, "system", { handoff: "queued" }, { buttons: [BUTTON] });
  const said = [queued, message(2, "customer"), message(3, "bot"), message(4, "system", { handoff: "agent_left" })];
  expect([standingNotice(said, "waiting"), standingNotice(said, "bot")]).toEqual(["1", null]);
});

const QUEUED = message(1, "system", { handoff: "queued", place: 1 }, { buttons: [BUTTON] });

test.each([
  ["waits", "waiting", [QUEUED], ["1"]],
  ["waits and asks the assistant", "waiting", [QUEUED, message(2, "customer"), message(3, "bot")], ["1", "3"]],
  ["has a person", "agent", [QUEUED, message(2, "system", { handoff: "taken" })], []],
  ["has a person, and the assistant had offered", "agent", [message(1, "bot", {}, { buttons: [BUTTON] })], []],
  ["is back with the assistant", "bot", [QUEUED, message(2, "system", { handoff: "returned" })], []],
  ["was closed", "closed", [QUEUED, message(2, "system", { handoff: "closed" })], []],
  [
    "waits again after a person left",
    "waiting",
    [QUEUED, message(2, "system", { handoff: "agent_left" }, { buttons: [BUTTON] })],
    ["2"],
  ],
  [
    "finds nobody and leaves a number",
    "bot",
    [
      message(1, "system", { handoff: "nobody_there" }, { buttons: [BUTTON] }),
      message(2, "system", { handoff: "ticket_kept" }),
    ],
    ["1"],
  ],
] as const)("who %s has the buttons that still do what they say", (_, state, messages, offers) => {
  const withButtons = messages.filter(({ from, buttons }) => from === "bot" || buttons.length > 0);
  const live = offering(messages, state);
  expect(withButtons.map(({ id }) => id).filter((id) => live.has(id))).toEqual(offers);
});

test("a notice's own words stand beside the place that it told, and other notices keep all of theirs", () => {
  const told = (handoff: string, text: string, more = {}) => message(1, "system", { handoff, ...more }, { text });
  expect(besideThePlace(told("queued", "Vous attendez.\n\nVous êtes en tête.", { place: 1 }))).toBe("Vous attendez.");
  expect(besideThePlace(told("still_waiting", "Vous êtes en tête.", { place: 1 }))).toBe("");
  expect(besideThePlace(told("people_there", "Quelqu'un est là.", { place: 1 }))).toBeNull();
  expect(besideThePlace(told("queued", "Vous attendez."))).toBeNull();
  expect(besideThePlace(message(1, "agent", { handoff: "queued", place: 1 }))).toBeNull();
});

test("while the customer moves up, no notice contradicts the bar", () => {
  const words = (place: number) => {
    const first = message(1, "system", { handoff: "queued", place: 3 }, { text: "En file.\n\nDeux personnes avant." });
    const second = message(2, "system", { handoff: "still_waiting", place: 1 }, { text: "Noté.\n\nEn tête." });
    const waiting = { place, minutes: null };
    const snapshot = { ...SNAPSHOT, state: "waiting", waiting, messages: [first, second] } as const;
    return drawnWords(log(snapshot, CONTEXT));
  };
  expect(words(3)).toContain(catalogue.fr.queue.before(2));
  expect(words(2)).toContain(catalogue.fr.queue.before(1));
  for (const stale of ["Deux personnes avant", "En tête"]) expect(words(3)).not.toContain(stale);
  for (const kept of ["En file.", "Noté."]) expect(words(3)).toContain(kept);
});

test("a place nearer is said, not each minute, not one upon another, and being next at once", () => {
  const steps = new QueueSteps();
  const told: [number | null, number][] = [
    [8, 0], // the notice has said it
    [8, 1_000],
    [7, 2_000],
    [6, 3_000],
    [9, 4_000], // somebody urgent came
    [8, 30_000],
    [1, 31_000],
    [null, 32_000],
    [3, 90_000], // another wait
  ];
  const said = told.filter(([place, now]) => steps.nearer(place === null ? null : { place, minutes: null }, now));
  expect(said.map(([place]) => place)).toEqual([7, 8, 1]);
});

test("a step that came too soon after the last is said with the next news", () => {
  const steps = new QueueSteps();
  const at = (place: number, now: number) => steps.nearer({ place, minutes: null }, now);
  expect([at(5, 0), at(4, 1_000), at(3, 2_000), at(3, 25_000), at(3, 50_000)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});

test.each(LANGUAGES)("in %s the bar says what is known of the place and the wait, and nothing else", (language) => {
  const texts = catalogue[language];
  expect(queueWords({ place: 4, minutes: 12 }, texts)).toMatch(/\b3\b.*\b12\b/);
  expect(queueWords({ place: 1, minutes: 0 }, texts)).not.toMatch(/\b[01]\b/);
  expect(queueWords({ place: 3, minutes: null }, texts)).toBe(texts.queue.before(2));
  expect(queueWords(null, texts)).toBe(texts.queue.unknown);
});

test("who hears a notice hears its sender and all that it offers; a person is heard by name", () => {
  const texts = catalogue.en;
  const limit = message(1, "system", { handoff: "limit", ticket: true }, { buttons: [BUTTON], text: "It takes long." });
  expect(spoken(limit, offeredTitles(limit, texts), texts, "en")).toBe(
    "Notice: It takes long. What you can do: Ne plus attendre, Leave a message",
  );
  const said = message(2, "agent", { agent: "Anne" }, { text: "Hello" });
  expect(spoken(said, offeredTitles(said, texts), texts, "en")).toBe("Anne: Hello");
  const closed = message(3, "system", { handoff: "closed", rate: true });
  expect(offeredTitles(closed, texts)).toEqual([texts.rate, texts.transcript, texts.goOn]);
});
