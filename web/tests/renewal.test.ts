/** A token expires before its conversation does: the customer goes on in it, and notices nothing. */
import { afterEach, beforeEach, expect, test } from "vitest";
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

async function opened(parts: Parameters<typeof customer>[1] = {}, link = "live") {
  const tab = customer(server.origin, parts);
  tabs.push(tab);
  await tab.client.start();
  await until(() => tab.client.snapshot.stream === link);
  return tab;
}

const asked = (call: string) => server.requests.filter((each) => each === call).length;
const begun = () => asked("POST /v1/conversations");
const renewals = () => asked("POST /v1/token/renew");

test.each([false, true])(
  "what is said after it goes into the same conversation, sockets blocked: %s",
  async (blocked) => {
    server.socketsBlocked = blocked;
    const keeper = memoryKeeper();
    const { client, texts } = await opened({ keeper }, blocked ? "polling" : "live");
    const before = keeper.load();
    server.expire();
    client.send("Toujours là ?");
    await until(() => texts().includes("Réponse à « Toujours là ? »"));
    expect(texts()).toEqual(["Bonjour.", "Toujours là ?", "Réponse à « Toujours là ? »"]);
    expect([begun(), client.snapshot.notice]).toEqual([1, null]);
    expect(keeper.load()).toMatchObject({
      conversation_id: before?.conversation_id,
      token: expect.stringMatching(/^renewed/),
    });
  },
);

test("a stream that ends because of it is there again, and misses nothing", async () => {
  const { client, texts } = await opened();
  server.expire();
  await until(() => server.conversations.size === 1 && server.newest.sockets.size === 1);
  server.say("agent", "Me voici.");
  await until(() => texts().includes("Me voici."));
  expect([begun(), renewals(), client.snapshot.notice]).toEqual([1, 1, null]);
});

test("the page that comes back after it shows what was said", async () => {
  const keeper = memoryKeeper();
  const { client } = await opened({ keeper });
  client.rest();
  for (const text of ["un", "deux", "trois", "quatre"]) server.say("agent", text);
  server.expire();
  const { client: next, texts } = await opened({ keeper });
  expect(texts()).toEqual(["Bonjour.", "un", "deux", "trois", "quatre"]);
  expect([begun(), renewals(), next.snapshot.notice]).toEqual([1, 1, null]);
});

test.each([
  ["erased", (tab: ReturnType<typeof customer>) => tab.client.erase(), "DELETE /v1/conversation"],
  ["rated", (tab: ReturnType<typeof customer>) => tab.client.requests.rate(5, ""), "POST /v1/rating"],
  ["copied", (tab: ReturnType<typeof customer>) => tab.client.requests.transcript(), "GET /v1/conversation/transcript"],
  [
    "answered by a number to call back",
    (tab: ReturnType<typeof customer>) => tab.client.requests.leaveTicket({ phone: "0470 00 00 00", text: "x" }),
    "POST /v1/ticket",
  ],
] as const)("it is %s with the token renewed", async (_, ask, call) => {
  const tab = await opened();
  server.expire();
  await ask(tab);
  expect([asked(call), begun()]).toEqual([2, 1]);
});

test("two tabs that share it both go on", async () => {
  const keeper = memoryKeeper();
  const first = await opened({ keeper });
  const second = await opened({ keeper });
  server.expire();
  first.client.send("un");
  second.client.send("deux");
  await until(() => first.texts().length === 5 && second.texts().length === 5);
  expect(second.texts()).toEqual(first.texts());
  expect(begun()).toBe(1);
});

test("it is renewed once; when that is refused, another conversation begins, says so, and still asks", async () => {
  const { client, texts } = await opened();
  server.renewable = false;
  server.expire();
  client.send("Et maintenant ?");
  await until(() => texts().includes("Réponse à « Et maintenant ? »"));
  expect(client.snapshot.notice).toBe("renewed");
  expect([begun(), asked("POST /v1/messages")]).toEqual([2, 2]);
});

test("a token that is refused though it was just renewed is not renewed again", async () => {
  const { client, texts } = await opened();
  const { newest } = server;
  const set = server.conversations.set.bind(server.conversations);
  // A gateway that does not know what another one of them has signed.
  server.conversations.set = (token, conversation) => {
    if (conversation !== newest) return set(token, conversation);
    set(token, conversation);
    server.expire();
    return server.conversations;
  };
  server.expire();
  client.send("Et maintenant ?");
  await until(() => client.snapshot.notice === "renewed" && texts().length === 3);
  expect(begun()).toBe(2);
});

test("a gateway that cannot renew it now is asked again", async () => {
  const { client, texts } = await opened();
  server.expire();
  server.trouble = { status: 503, kind: "store-unavailable", call: "POST /v1/token/renew" };
  client.send("Plus tard");
  await until(() => renewals() > 2);
  server.trouble = null;
  await until(() => texts().includes("Réponse à « Plus tard »"));
  expect([begun(), client.snapshot.notice]).toEqual([1, null]);
});
