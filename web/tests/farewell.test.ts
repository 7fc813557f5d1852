/** The assistant erases a conversation at the customer's word; its answer comes once, and is kept nowhere. */
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { type Keeper, memoryKeeper } from "../shared/keeper.ts";
import { log } from "../shared/view/log.ts";
import { customer, memoryDrafts, until } from "./customer.ts";
import { drawn, drawnWords } from "./drawn.ts";
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
  const farewell = () => tab.client.snapshot.farewell.map(({ text }) => text);
  return { ...tab, farewell };
}

/** One browser's storage, which tells the other tabs what one of them did. */
function sharedStorage(): () => Keeper {
  const shared = memoryKeeper();
  const heard: { tab: number; tell: () => void }[] = [];
  let count = 0;
  return () => {
    const tab = ++count;
    const tellOthers = () => {
      for (const other of heard) if (other.tab !== tab) setTimeout(other.tell);
    };
    return {
      ...shared,
      save: (saved) => {
        const before = shared.load()?.token;
        shared.save(saved);
        if (saved.token !== before) tellOthers();
      },
      forget: () => {
        shared.forget();
        tellOthers();
      },
      onOtherTab: (tell) => {
        heard.push({ tab, tell });
        return () => {};
      },
    };
  };
}

test("of an erased conversation only the answer stays: no token, no draft, no stream, no error", async () => {
  const keeper = memoryKeeper();
  const drafts = memoryDrafts();
  const { client, texts, told, farewell } = await opened({ keeper, drafts });
  client.send("effacez tout");
  await until(() => texts().length === 3);
  drafts.text = "à moitié";
  drafts.ticket = { id: "t", phone: "0470 00 00 00", text: "secret" };
  server.farewell = {};
  client.send("oui");
  await until(() => farewell().length > 0);
  expect(client.snapshot).toMatchObject({ phase: "idle", notice: null, messages: [], unsent: [], unread: 0 });
  expect(farewell()).toEqual(["Tout est effacé."]);
  expect(told.at(-1)).toBe("Tout est effacé.");
  expect([keeper.load(), drafts.text, drafts.ticket, drafts.unsent]).toEqual([null, "", null, []]);
  const { length } = server.requests;
  await delay(60);
  expect(server.requests.slice(length)).toEqual([]);
});

test("it stands in the log with its links and without buttons, which belonged to what is gone", async () => {
  const { client, farewell } = await opened();
  const links = ["tel:1813", "tel:112", "https://a.be"].map((url) => ({ title: url.toUpperCase(), url }));
  server.farewell = { links, buttons: [{ id: "b", title: "Encore" }] };
  client.send("oui");
  await until(() => farewell().length > 0);
  const nothing = () => {};
  const around = {
    texts: catalogue.fr,
    rated: null,
    done: new Map(),
    begin: nothing,
    press: nothing,
    ask: nothing,
    retry: nothing,
  };
  const moves = { leaveMessage: nothing, rate: nothing, transcript: nothing, goOn: nothing };
  const shown = log(client.snapshot, { ...around, ...moves });
  expect(drawnWords(shown)).toMatch(/Tout est effacé\. TEL:1813 TEL:112 HTTPS:\/\/A\.BE/);
  expect(drawnWords(shown)).not.toContain("Encore");
  const targets = [...drawn(shown).matchAll(/href=(\S+)\s+target=(\S*)/g)].map(([, address, target]) => [
    address,
    target,
  ]);
  expect(targets).toEqual([
    ["tel:1813", ""],
    ["tel:112", ""],
    ["https://a.be/", "_blank"],
  ]);
});

test("the next message begins the next conversation, below what was said last", async () => {
  const { client, texts, farewell } = await opened();
  server.farewell = {};
  client.send("oui");
  await until(() => farewell().length > 0);
  client.send("Et mon adresse ?");
  await until(() => texts().length === 3 && client.snapshot.unsent.length === 0);
  expect(texts()).toEqual(["Bonjour.", "Et mon adresse ?", "Réponse à « Et mon adresse ? »"]);
  expect(farewell()).toEqual(["Tout est effacé."]);
  expect(client.snapshot).toMatchObject({ phase: "open", notice: null });
});

test.each(["live", "polling"])(
  "while the answer is on its way and the %s line says it is over, it is waited for",
  async (link) => {
    server.socketsBlocked = link === "polling";
    const { client, farewell } = await opened({}, link);
    server.answerSlowly = () => delay(120);
    server.farewell = {};
    client.send("oui");
    await until(() => farewell().length > 0);
    expect(client.snapshot).toMatchObject({ phase: "idle", notice: null });
    expect(server.conversations.size).toBe(0);
  },
);

test("when the answer is lost, the stream has told that all is erased; nothing is asked anew", async () => {
  const { client } = await opened();
  server.answerSlowly = () => delay(50);
  server.mishaps.push("lost");
  server.farewell = {};
  client.send("oui");
  await until(() => client.snapshot.phase === "over");
  expect(client.snapshot).toMatchObject({ notice: "erased", messages: [], unsent: [] });
  expect(server.conversations.size).toBe(0);
});

test("what was written before the answer came is the next message", async () => {
  const { client, texts, farewell } = await opened();
  server.answerSlowly = () => delay(50);
  server.farewell = {};
  client.send("oui");
  await until(() => client.snapshot.typing === "bot");
  client.press("b1", "Que s'est-il passé ?");
  await until(() => texts().length === 3);
  expect(texts()[1]).toBe("Que s'est-il passé ?");
  expect(farewell()).toEqual(["Tout est effacé."]);
});

test("another tab learns that it is erased, and is there again when the next conversation begins", async () => {
  const keeperOfTab = sharedStorage();
  const first = await opened({ keeper: keeperOfTab() });
  const second = await opened({ keeper: keeperOfTab() });
  server.farewell = {};
  first.client.send("oui");
  await until(() => second.client.snapshot.phase === "over");
  expect(second.client.snapshot).toMatchObject({ notice: "erased", messages: [] });
  expect(second.farewell()).toEqual([]);
  first.client.send("Bonsoir");
  await until(() => first.texts().length === 3 && second.texts().length === 3);
  expect(server.conversations.size).toBe(1);
});

test("in an app that hands over its token, the next message asks it for another one", async () => {
  const { client, texts, farewell } = await opened();
  const app = customer(server.origin, { waitsForToken: true });
  tabs.push(app);
  let asked = 0;
  app.client.addEventListener("token-needed", () => {
    asked += 1;
  });
  await app.client.adopt({ token: [...server.conversations.keys()][0] ?? "" });
  server.farewell = {};
  app.client.send("oui");
  await until(() => app.client.snapshot.farewell.length > 0);
  app.client.send("Bonsoir");
  await until(() => asked === 1);
  await until(() => client.snapshot.phase === "over");
  await client.restart();
  await app.client.adopt({ token: [...server.conversations.keys()][0] ?? "" });
  await until(() => app.texts().includes("Réponse à « Bonsoir »"));
  expect([texts().length > 0, farewell()]).toEqual([true, []]);
});
