/** A gateway that can keep nothing says what a customer needs meanwhile: it is shown, in their language, and not a bare fault. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { memoryKeeper } from "../shared/keeper.ts";
import { log } from "../shared/view/log.ts";
import { customer, memoryDrafts, until } from "./customer.ts";
import { drawnWords } from "./drawn.ts";
import { GatewayServer } from "./gateway_server.ts";

const APOLOGY = {
  from: "bot",
  text: "J'ai un problème technique. Appelez le **0800 55 800**.",
  language: "fr",
  links: [{ title: "0800 55 800", url: "tel:+3280055800" }],
};
const UNAVAILABLE = { status: 503, kind: "store-unavailable", message: APOLOGY };

let server: GatewayServer;
let tabs: ReturnType<typeof customer>[];

beforeEach(async () => {
  server = await GatewayServer.start();
  tabs = [];
});

afterEach(async () => {
  for (const { client } of tabs) client.end();
  await server.stop();
});

function open(parts: Parameters<typeof customer>[1] = {}) {
  const tab = customer(server.origin, parts);
  tabs.push(tab);
  const nothing = () => {};
  const around = { texts: catalogue.fr, rated: null, done: new Map(), begin: nothing, press: nothing, ask: nothing };
  const moves = { retry: nothing, leaveMessage: nothing, rate: nothing, transcript: nothing, goOn: nothing };
  return { ...tab, seen: () => drawnWords(log(tab.client.snapshot, { ...around, ...moves })) };
}

test("a message that cannot be kept is apologised for once, below it, until it is answered", async () => {
  const { client, told, texts, seen } = open();
  await client.start();
  server.trouble = UNAVAILABLE;
  client.send("Mon adresse ?");
  await until(() => client.snapshot.unsent[0]?.state === "failed");
  expect(seen()).toMatch(/Mon adresse \?.*J'ai un problème technique\. Appelez le 0800 55 800/s);
  expect(told.filter((text) => text === APOLOGY.text)).toHaveLength(1);
  expect(server.languages.length).toBeGreaterThan(1);
  server.trouble = null;
  client.retry(client.snapshot.unsent[0]?.id ?? "");
  await until(() => texts().includes("Réponse à « Mon adresse ? »") && client.snapshot.unsent.length === 0);
  expect(seen()).not.toContain("problème technique");
  expect(texts()).toHaveLength(3);
});

test("it is asked for in the customer's language, whatever the browser's is", async () => {
  const { client } = open({ language: "nl" });
  await client.start();
  client.language = "nl";
  server.trouble = UNAVAILABLE;
  client.send("Mijn adres?");
  await until(() => server.languages.length > 0);
  expect(new Set(server.languages)).toEqual(new Set(["nl"]));
});

test("who was told who helps in danger still reads it when the next message gets another apology", async () => {
  const danger = { ...APOLOGY, text: "Appelez le **1813**." };
  const { client, seen } = open();
  await client.start();
  server.trouble = { ...UNAVAILABLE, message: danger };
  client.send("Je veux mourir");
  await until(() => client.snapshot.unsent[0]?.state === "failed");
  server.trouble = UNAVAILABLE;
  client.send("Vous êtes là ?");
  await until(() => client.snapshot.unsent[1]?.state === "failed");
  expect(seen()).toMatch(/1813.*problème technique/s);
});

test("a conversation that cannot be gone on with says why, and that one may try again", async () => {
  const keeper = memoryKeeper();
  const before = open({ keeper });
  await before.client.start();
  before.client.rest();
  server.trouble = UNAVAILABLE;
  const { client, seen, texts } = open({ keeper });
  await client.start();
  expect(client.snapshot.phase).toBe("failed");
  expect(seen()).toMatch(/J'ai un problème technique.*Réessayer/s);
  expect(seen()).not.toContain(catalogue.fr.notStarted);
  server.trouble = null;
  await client.start();
  await until(() => client.snapshot.phase === "open");
  expect([texts(), seen().includes("problème technique")]).toEqual([["Bonjour."], false]);
});

test("a fault without words of its own, or with nonsense for them, is shown as before", async () => {
  const { client, seen } = open({ drafts: memoryDrafts() });
  await client.start();
  for (const message of [undefined, "Appelez le 0900", { from: "bot" }, { from: "nobody", text: "x" }]) {
    server.trouble = { status: 503, kind: "store-unavailable", ...(message ? { message: message as object } : {}) };
    client.send("Mon adresse ?");
    await until(() => client.snapshot.unsent.at(-1)?.state === "failed");
  }
  expect(client.snapshot.apologies).toEqual([]);
  expect(seen()).not.toContain("0900");
});
