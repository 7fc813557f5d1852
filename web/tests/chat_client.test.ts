import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryKeeper } from "../shared/keeper.ts";
import { customer, memoryDrafts, quickLiveness, quickPace, until } from "./customer.ts";
import { GatewayServer } from "./gateway_server.ts";

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

function open(...given: Partial<Parameters<typeof customer>[1]>[]) {
  const tab = customer(server.origin, given[0]);
  tabs.push(tab);
  return tab;
}

async function opened(...given: Parameters<typeof open>) {
  const tab = open(...given);
  await tab.client.start();
  await until(() => tab.client.snapshot.stream === "live");
  return tab;
}

test("nothing is asked of the gateway before the customer opens the chat", async () => {
  const { client } = open();
  await client.resume();
  expect(server.requests).toEqual([]);
});

test("a question stands before its answer, and each is there and told once", async () => {
  const { client, texts, told } = await opened();
  client.send("Mon adresse ?");
  await until(() => texts().length === 3 && client.snapshot.unsent.length === 0);
  expect(texts()).toEqual(["Bonjour.", "Mon adresse ?", "Réponse à « Mon adresse ? »"]);
  expect(told).toHaveLength(3);
});

test("what is typed is shown at once, and several messages go out in their order", async () => {
  const { client, texts } = await opened();
  for (const words of ["un", "deux", "trois"]) client.send(words);
  expect(client.snapshot.unsent.map(({ shown }) => shown)).toEqual(["un", "deux", "trois"]);
  await until(() => texts().length === 7);
  expect(texts().filter((text) => !text.includes("«"))).toEqual(["Bonjour.", "un", "deux", "trois"]);
});

test("two tabs share one conversation and see the same", async () => {
  const keeper = memoryKeeper();
  const first = await opened({ keeper });
  const second = await opened({ keeper });
  first.client.send("Bonsoir");
  second.client.send("Et mon nom ?");
  await until(() => first.texts().length === 5 && second.texts().length === 5);
  expect(server.conversations.size).toBe(1);
  expect(second.texts()).toEqual(first.texts());
});

test("forty torn connections lose nothing and double nothing", async () => {
  const { client, texts, told } = await opened();
  const expected = ["Bonjour."];
  for (let cut = 0; cut < 40; cut += 1) {
    server.say("agent", `message ${cut}`);
    expected.push(`message ${cut}`);
    if (cut % 3 === 0) await until(() => client.snapshot.stream === "live");
    server.cut();
  }
  await until(() => texts().length >= expected.length);
  expect(texts()).toEqual(expected);
  expect(told).toEqual(expected);
});

test("a connection that swallows all without ending is noticed, and what came meanwhile is there", async () => {
  const { client, texts } = await opened({ pace: { ...quickPace, liveness: quickLiveness } });
  server.swallow();
  server.say("agent", "Vous êtes là ?");
  await until(() => texts().includes("Vous êtes là ?"));
  await until(() => client.snapshot.stream === "live");
});

test("a quiet connection whose other end is there stays the same", async () => {
  const { client } = await opened({ pace: { ...quickPace, liveness: quickLiveness } });
  const links: string[] = [];
  client.addEventListener("change", () => links.push(client.snapshot.stream));
  await delay(6 * (quickLiveness.every + quickLiveness.patience));
  expect(links.filter((link) => link !== "live")).toEqual([]);
  expect(server.requests).toEqual(["POST /v1/conversations"]);
});

test("who comes back to the page is not left with a dead connection", async () => {
  const patient = { every: 60_000, patience: 40 };
  const { network, texts } = await opened({ pace: { ...quickPace, liveness: patient } });
  server.swallow();
  server.say("agent", "Vous êtes là ?");
  network.go(true);
  await until(() => texts().includes("Vous êtes là ?"));
});

test("an answer that gets lost on its way is fetched, and the question is asked once", async () => {
  const { client, texts } = await opened();
  server.mishaps.push("lost", "lost");
  client.send("Perdu ?");
  await until(() => texts().length === 3 && client.snapshot.unsent.length === 0);
  expect(server.newest.messages).toHaveLength(3);
});

test("where sockets are blocked, messages come by asking", async () => {
  server.socketsBlocked = true;
  const { client, texts } = open();
  await client.start();
  await until(() => client.snapshot.stream === "polling");
  server.say("agent", "Me voici.");
  await until(() => texts().includes("Me voici."));
  client.send("Merci");
  await until(() => texts().length === 4);
  expect(texts().slice(2)).toEqual(["Merci", "Réponse à « Merci »"]);
});

test("offline, text waits and says so; online, it goes out by itself", async () => {
  const { client, network, texts } = await opened();
  network.go(false);
  await until(() => client.snapshot.stream === "offline");
  client.send("Plus tard");
  expect(client.snapshot.unsent[0]?.state).toBe("waiting");
  network.go(true);
  await until(() => texts().length === 3);
  expect(client.snapshot.stream).toBe("live");
});

test("a gateway that stops and starts again is found again", async () => {
  const { client, texts } = await opened();
  await server.stop();
  await until(() => client.snapshot.stream === "lost");
  client.send("Encore là ?");
  await server.listen();
  await until(() => client.snapshot.stream === "live" || client.snapshot.unsent[0]?.state === "failed");
  const failed = client.snapshot.unsent[0];
  if (failed?.state === "failed") client.retry(failed.id);
  await until(() => texts().length === 3);
});

test("a refusal is shown and can be sent again; asked to wait, it waits", async () => {
  const { client, texts } = await opened();
  server.mishaps.push({ status: 422, kind: "too-long" });
  client.send("Non");
  await until(() => client.snapshot.unsent[0]?.state === "failed");
  server.mishaps.push({ status: 429, kind: "too-many", retryAfter: 1 });
  client.retry(client.snapshot.unsent[0]?.id ?? "");
  const asked = performance.now();
  await until(() => texts().length === 3);
  expect(performance.now() - asked).toBeGreaterThan(900);
});

test("a button that has expired is asked in its words", async () => {
  const { client, texts } = await opened();
  server.mishaps.push({ status: 410, kind: "button-expired" });
  client.press("b1", "Que s'est-il passé ?");
  await until(() => texts().length === 3 && client.snapshot.unsent.length === 0);
  expect(texts()[1]).toBe("Que s'est-il passé ?");
});

test("a conversation that is gone begins anew, says so, and still asks what was not answered", async () => {
  const { client, texts } = await opened();
  server.conversations.clear();
  client.press("b1", "Que s'est-il passé ?");
  await until(() => client.snapshot.notice === "renewed" && texts().length === 3);
  // The button was of the old conversation: in the new one its words are said.
  expect(texts()[1]).toBe("Que s'est-il passé ?");
});

test("erasing leaves nothing here, and the next conversation starts empty", async () => {
  const keeper = memoryKeeper();
  const drafts = memoryDrafts();
  const { client, texts } = await opened({ keeper, drafts });
  client.send("Secret");
  await until(() => texts().length === 3);
  drafts.text = "à moitié";
  await client.erase();
  expect(client.snapshot).toMatchObject({ phase: "over", notice: "erased", messages: [], unsent: [] });
  expect([keeper.load(), drafts.text, server.conversations.size]).toEqual([null, "", 0]);
  await client.restart();
  expect(texts()).toEqual(["Bonjour."]);
});

test.each([
  { done: "ended", notice: null, there: () => {} },
  { done: "erased", notice: "erased", there: () => server.conversations.clear() },
])("what another tab $done is over here too, also when the gateway's word has not come yet", async (elsewhere) => {
  let heard = () => {};
  const keeper = memoryKeeper();
  keeper.onOtherTab = (hear) => {
    heard = hear;
    return () => {};
  };
  const { client } = await opened({ keeper });
  elsewhere.there();
  keeper.forget();
  heard();
  await until(() => client.snapshot.phase === "over");
  expect(client.snapshot).toMatchObject({ notice: elsewhere.notice, messages: [] });
});

test("what was unsent when the page went away is sent by the next page", async () => {
  const keeper = memoryKeeper();
  await opened({ keeper });
  const at = new Date().toISOString();
  const left = { id: "left", outgoing: { text: "Resté là" }, shown: "Resté là", at, state: "waiting" } as const;
  const { client, texts } = open({ keeper, drafts: memoryDrafts([left]) });
  await client.resume();
  await until(() => texts().includes("Réponse à « Resté là »"));
  expect(client.snapshot.unsent).toEqual([]);
});

test("what was read on one page is not unread on the next; what came since is", async () => {
  const keeper = memoryKeeper();
  const first = await opened({ keeper });
  first.client.markRead();
  server.say("agent", "Une précision.");
  const { client, told } = open({ keeper });
  await client.resume();
  expect(client.snapshot.unread).toBe(1);
  expect(told).toEqual([]);
});

test("typing is shown, and ends with the message", async () => {
  const { client, texts } = await opened();
  server.move("agent");
  server.tell({ type: "typing", from: "agent", on: true });
  await until(() => client.snapshot.typing === "agent");
  server.say("agent", "Bonjour, ici Anne.");
  await until(() => texts().length === 2);
  expect(client.snapshot.typing).toBeNull();
});

test("in an app that hands over its token none is begun, and the token's conversation is shown", async () => {
  const other = await opened();
  const token = [...server.conversations.keys()][0] ?? "";
  const { client, texts } = open({ waitsForToken: true });
  let asked = 0;
  client.addEventListener("token-needed", () => {
    asked += 1;
  });
  await client.start();
  expect([asked, server.conversations.size]).toEqual([1, 1]);
  await client.adopt({ token });
  await until(() => client.snapshot.stream === "live");
  expect(texts()).toEqual(other.texts());
});
