/** Somebody who may be in danger: first in the queue, marked in words, alarmed about at once, with help beside them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { deskCatalogue } from "../desk/catalogue/desk_catalogue.ts";
import type { Agent, Board, Help } from "../desk/desk_readers.ts";
import { bars } from "../desk/view/bars.ts";
import { callAddress, dangerBar, dangerHelp } from "../desk/view/danger.ts";
import { heldList } from "../desk/view/held_list.ts";
import { waitingList } from "../desk/view/waiting_list.ts";
import { LANGUAGES } from "../shared/languages.ts";
import { until } from "./customer.ts";
import { agent, PASSWORD } from "./desk_agent.ts";
import { DeskServer } from "./desk_server.ts";
import { drawn, drawnWords } from "./drawn.ts";

const HELP: Help = {
  lines: [
    { title: "Prévention du suicide", number: "0800 32 123", url: "https://www.preventionsuicide.be/fr" },
    { title: "Urgences", number: "112", url: "tel:112" },
    { title: "App 112 BE", number: "", url: "https://112.be" },
  ],
  procedure: "- **Restez** avec la personne\n- Prévenez le responsable",
};

let server: DeskServer;
const tabs: ReturnType<typeof agent>[] = [];

beforeEach(async () => {
  server = await DeskServer.start();
  server.board.addAgent({ id: "nora", display_name: "Nora", languages: ["fr", "nl"] });
  server.board.addWaiting("long", {}, 30);
  server.board.addWaiting("fraud", { priority: "urgent", topic: "report_fraud" }, 5);
  server.board.addWaiting("c1", {}, 1);
});

afterEach(async () => {
  for (const { network } of tabs.splice(0)) network.go(false);
  await server.stop();
});

async function signedIn() {
  const tab = agent(server.origin);
  tabs.push(tab);
  await tab.client.start();
  await tab.client.signIn("nora", PASSWORD);
  await until(() => tab.client.snapshot.board !== null);
  const alarms = () =>
    tab.news.filter(({ alarm }) => alarm).map(({ conversation_id, danger }) => [conversation_id, danger]);
  return { ...tab, alarms };
}

function around(board: Board | null) {
  if (!board) throw new Error("no board");
  const texts = deskCatalogue.fr;
  const me = { id: "nora", role: "agent", presence: "online" } as Agent;
  const moves = { open: () => {}, take: () => {}, typing: () => false, forget: () => {}, here: () => {} };
  return { texts, language: "fr", board, agent: me, openId: null, stream: "live", problem: null, ...moves } as const;
}

test("who is heard to be in danger while waiting stands above fraud and longer waits, and is marked in words", async () => {
  const { client, alarms } = await signedIn();
  server.board.endanger("c1", "crisis");
  await until(() => client.snapshot.board?.waiting[0]?.danger === "crisis");
  const list = waitingList(around(client.snapshot.board));
  expect([...drawn(list).matchAll(/data-conversation=(\w+)/g)].map(([, id]) => id)).toEqual(["c1", "fraud", "long"]);
  expect(drawnWords(list)).toMatch(/^Risque de suicide .*Urgent.*Normal/);
  expect(alarms()).toEqual([["c1", "crisis"]]);
});

test("in the order of the server they stay, though it may think otherwise than we do", async () => {
  const { client } = await signedIn();
  server.board.endanger("c1", "crisis");
  await until(() => client.snapshot.board?.waiting[0]?.danger === "crisis");
  const { board } = client.snapshot;
  const turned = board && { ...board, waiting: [...board.waiting].reverse() };
  expect([...drawn(waitingList(around(turned))).matchAll(/data-conversation=(\w+)/g)].map(([, id]) => id)).toEqual([
    "long",
    "fraud",
    "c1",
  ]);
});

test("in the conversation on the screen the alarm comes too, and with it what helps, without asking", async () => {
  const { client, alarms } = await signedIn();
  await client.take("c1");
  await until(() => client.snapshot.open?.details?.agent?.id === "nora");
  expect(client.snapshot.open?.details).toMatchObject({ danger: null, help: null });
  server.board.say("c1", "customer", "je n'en peux plus");
  server.board.endanger("c1", "crisis", HELP);
  await until(() => client.snapshot.open?.details?.help !== null);
  expect(client.snapshot.open?.details).toMatchObject({ danger: "crisis", help: HELP });
  expect(alarms()).toEqual([["c1", "crisis"]]);
  const mine = heldList(client.snapshot.board?.held ?? [], "", {
    ...around(client.snapshot.board),
    unread: () => false,
  });
  expect(drawnWords(mine)).toMatch(/^Risque de suicide/);
});

test("a conversation that is only being read learns it as well", async () => {
  const { client, alarms } = await signedIn();
  client.open("c1");
  await until(() => client.snapshot.open?.details !== null);
  server.board.endanger("c1", "in_danger", HELP);
  await until(() => client.snapshot.open?.details?.danger === "in_danger");
  expect(alarms()).toEqual([["c1", "in_danger"]]);
});

test("a bar leads to who is not on the screen, and goes when they are", async () => {
  const { client } = await signedIn();
  const shown = (onScreen: string | null, unread = true) =>
    drawnWords(bars({ ...around(client.snapshot.board), onScreen, unread: () => unread }));
  expect(shown(null)).toBe("");
  server.board.endanger("c1", "in_danger");
  await until(() => client.snapshot.board?.waiting[0]?.danger === "in_danger");
  const { fr } = deskCatalogue;
  expect(shown(null)).toBe(`${fr.dangers.in_danger} ${fr.dangerWaits(1)} ${fr.open}`);
  expect(shown("c1")).toBe("");
  await client.take("c1");
  await until(() => client.snapshot.board?.held.length === 1);
  expect(shown(null)).toBe(`${fr.dangers.in_danger} ${fr.dangerWrote(1)} ${fr.open}`);
  expect(shown(null, false)).toBe("");
});

test("numbers are called, sites are opened, and the procedure is text that folds", () => {
  const help = drawn(dangerHelp("crisis", HELP, deskCatalogue.fr, "fr"));
  const links = [...help.matchAll(/href=(\S+)/g)].map(([, address]) => address);
  expect(links).toEqual(["tel:080032123", "https://www.preventionsuicide.be/fr", "tel:112", "https://112.be/"]);
  expect(help).toMatch(/<details open>\s*<summary>Que faire<\/summary>/);
  expect(help).toContain("<li><strong>Restez</strong> avec la personne</li>");
  expect(drawn(dangerHelp("crisis", { lines: [], procedure: "" }, deskCatalogue.fr, "fr"))).not.toMatch(/<ul|<details/);
});

test.each([
  ["0800 32 123", null, "tel:080032123"],
  ["1813", "https://zelfmoord1813.be", "tel:1813"],
  ["+32 2 648.40.14", null, "tel:+3226484014"],
  ["0800/55.800", "tel:+3280055800", "tel:+3280055800"],
  ["1712 / 0800 30 030", null, null],
  ["1712 (9-17)", null, null],
  ["112 BE", null, null],
  ["", "https://112.be", null],
])("%j with %j is called at %j", (number, url, address) => {
  expect(callAddress({ number, url })).toBe(address);
});

test.each(LANGUAGES)("in %s the two dangers have words of their own, also beside urgent", (language) => {
  const texts = deskCatalogue[language];
  const { crisis, in_danger } = texts.dangers;
  expect(new Set([crisis, in_danger, texts.priorities.urgent]).size).toBe(3);
  for (const danger of ["crisis", "in_danger"] as const)
    expect(drawnWords(dangerBar(danger, { texts, help: null, toggleHelp: () => {} }))).toBe(
      `${texts.dangers[danger]} ${texts.dangersMean[danger]}`,
    );
});
