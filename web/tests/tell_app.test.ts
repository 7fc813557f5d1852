import { afterEach, beforeEach, expect, test } from "vitest";
import { tellApp } from "../chat/tell_app.ts";
import { bridgeTo, type Host, type ToApp } from "../shared/bridge.ts";
import { memoryKeeper } from "../shared/keeper.ts";
import { customer, until } from "./customer.ts";
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

/** A page in an app, and what the app has heard of it. */
async function inApp(keeper = memoryKeeper()) {
  const tab = customer(server.origin, { keeper });
  tabs.push(tab);
  const heard: ToApp[] = [];
  const host = Object.assign(new EventTarget(), {
    Breachline: { postMessage: (text: string) => heard.push(JSON.parse(text)) },
  }) as Host;
  tellApp(
    tab.client,
    bridgeTo(host, () => {}),
  );
  await tab.client.start();
  await until(() => tab.client.snapshot.stream === "live");
  return { ...tab, handoffs: () => heard.filter(({ type }) => type === "handoff"), heard };
}

test("the app hears each change of who answers, with the place while waiting, and nothing twice", async () => {
  const { client, handoffs } = await inApp();
  server.move("waiting", 2, 5);
  await until(() => handoffs().length === 1);
  server.move("waiting", 2, 4); // the wait alone is no news to an app
  server.move("waiting", 1, 2);
  await until(() => handoffs().length === 2);
  server.move("agent");
  await until(() => handoffs().length === 3);
  server.move("closed");
  await until(() => handoffs().length === 4);
  client.send("Encore une question");
  await until(() => handoffs().length === 5);
  expect(handoffs()).toEqual([
    { type: "handoff", state: "waiting", place: 2 },
    { type: "handoff", state: "waiting", place: 1 },
    { type: "handoff", state: "agent" },
    { type: "handoff", state: "closed" },
    { type: "handoff", state: "bot" },
  ]);
});

test("where only the assistant answered, an app hears of no hand-off", async () => {
  const { client, texts, handoffs, heard } = await inApp();
  client.send("Mon adresse ?");
  await until(() => texts().length === 3);
  expect(handoffs()).toEqual([]);
  expect(heard.at(-1)).toMatchObject({ type: "unread" });
});

test("a page that is opened again in the middle of a hand-off tells it at once; an erased one tells its end", async () => {
  const keeper = memoryKeeper();
  await inApp(keeper);
  server.move("agent");
  const { client, handoffs } = await inApp(keeper);
  await until(() => handoffs().length === 1);
  await client.erase();
  await until(() => handoffs().length === 2);
  expect(handoffs().map((told) => "state" in told && told.state)).toEqual(["agent", "bot"]);
});

test("an app learns that something new was said, and never that somebody is in danger", async () => {
  const { client, heard, texts } = await inApp();
  for (const topic of ["crisis", "in_danger"]) server.say("bot", `[${topic}]`, { topic });
  await until(() => texts().length === 3 && heard.some((told) => told.type === "unread" && told.count === 3));
  expect(JSON.stringify(heard)).not.toMatch(/crisis|danger/);
  expect(client.snapshot.messages.map(({ topic }) => topic)).toEqual([undefined, undefined, undefined]);
});
