import { afterEach, beforeEach, expect, test } from "vitest";
import { ticketOffer } from "../shared/handoff.ts";
import { memoryKeeper } from "../shared/keeper.ts";
import { customer, memoryDrafts, until } from "./customer.ts";
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

async function opened(parts: Parameters<typeof customer>[1] = {}) {
  const tab = customer(server.origin, parts);
  tabs.push(tab);
  await tab.client.start();
  await until(() => ["live", "polling"].includes(tab.client.snapshot.stream));
  return tab;
}

/** A customer whom Anne answers. */
async function answered(parts: Parameters<typeof customer>[1] = {}) {
  const tab = await opened(parts);
  server.notice("taken", { agent: "Anne" });
  server.move("agent");
  await until(() => tab.client.snapshot.state === "agent");
  return tab;
}

test("while waiting, the place and the wait are known and kept up to date, and the assistant goes on answering", async () => {
  const { client, texts } = await opened();
  server.move("waiting", 3, 8);
  await until(() => client.snapshot.waiting !== null);
  expect(client.snapshot).toMatchObject({ state: "waiting", waiting: { place: 3, minutes: 8 }, agent: null });
  server.move("waiting", 1, null);
  await until(() => client.snapshot.waiting?.place === 1);
  expect(client.snapshot.waiting?.minutes).toBeNull();
  client.send("Et mon adresse ?");
  expect(client.snapshot.unsent).toHaveLength(1);
  await until(() => texts().includes("Réponse à « Et mon adresse ? »"));
  expect(client.snapshot.waiting).toEqual({ place: 1, minutes: null });
});

test("the dots show while the assistant is asked, waiting or not, and never while a person answers", async () => {
  const { client, network, texts } = await opened();
  const seen: (string | null)[] = [];
  client.addEventListener("change", () => seen.push(client.snapshot.typing));
  server.move("waiting", 1, 2);
  await until(() => client.snapshot.state === "waiting");
  client.send("Un");
  await until(() => texts().includes("Réponse à « Un »"));
  expect(seen).toContain("bot");

  server.move("agent");
  server.tell({ type: "typing", from: "bot", on: true });
  await until(() => client.snapshot.state === "agent");
  seen.length = 0;
  client.send("Deux");
  await until(() => texts().includes("Deux") && client.snapshot.unsent.length === 0);
  expect(seen).not.toContain("bot");
  expect(network.online).toBe(true);
});

test("whom one talks to is known by name, also after a reload and a transfer, and no longer afterwards", async () => {
  const keeper = memoryKeeper();
  const { client } = await answered({ keeper });
  expect(client.snapshot.agent).toBe("Anne");
  const reloaded = await opened({ keeper });
  await until(() => reloaded.client.snapshot.agent === "Anne");
  server.notice("transferred", { agent: "Bert" });
  await until(() => client.snapshot.agent === "Bert");
  server.notice("returned");
  server.move("bot");
  await until(() => client.snapshot.agent === null);
});

test("a person's typing is shown with them, and ends when they leave or the wire is torn", async () => {
  const { client } = await answered();
  server.tell({ type: "typing", from: "agent", on: true });
  await until(() => client.snapshot.typing === "agent");
  server.cut();
  await until(() => client.snapshot.typing === null);
  await until(() => server.newest.sockets.size > 0);
  server.tell({ type: "typing", from: "agent", on: true });
  await until(() => client.snapshot.typing === "agent");
  server.move("waiting", 1, 1);
  await until(() => client.snapshot.typing === null);
});

test("a person goes on typing while the customer writes to them", async () => {
  const { client, texts } = await answered();
  server.tell({ type: "typing", from: "agent", on: true });
  await until(() => client.snapshot.typing === "agent");
  client.send("Et aussi ceci");
  await until(() => texts().includes("Et aussi ceci") && server.requests.includes("POST /v1/messages"));
  client.send("Et cela"); // goes out when the first is answered
  await until(() => texts().includes("Et cela"));
  expect(client.snapshot.typing).toBe("agent");
});

test("what is written to a person goes out once, and their answer comes by itself", async () => {
  const { client, texts } = await answered();
  server.mishaps.push("lost");
  client.send("Bonjour Anne");
  await until(() => texts().includes("Bonjour Anne") && client.snapshot.unsent.length === 0);
  server.say("agent", "Bonjour, je regarde.", { details: { agent: "Anne" } });
  await until(() => texts().includes("Bonjour, je regarde."));
  expect(texts().filter((text) => text === "Bonjour Anne")).toHaveLength(1);
});

test("what a person withdraws is gone, and the notice of it stays; nobody else's notice takes anything away", async () => {
  const { client, texts } = await answered();
  server.say("agent", "Votre code est tortue.", { details: { agent: "Anne" } });
  server.say("agent", "Bonjour.", { details: { agent: "Anne" } });
  await until(() => texts().includes("Bonjour."));
  const [wrong, right] = client.snapshot.messages.slice(-2);
  server.say("agent", "Autre chose", { details: { withdrawn: right?.id } });
  server.notice("withdrawn", { agent: "Anne", withdrawn: wrong?.id });
  await until(() => texts().includes("[withdrawn]"));
  expect(texts().slice(-3)).toEqual(["Bonjour.", "Autre chose", "[withdrawn]"]);
});

test("an answer that was long on its way does not undo what the stream has told since", async () => {
  const { client } = await opened();
  server.answerSlowly = async () => {
    server.move("agent");
    await until(() => client.snapshot.state === "agent");
  };
  client.send("Une question");
  await until(() => client.snapshot.state === "agent" && client.snapshot.unsent.length === 0);
  expect(client.snapshot.state).toBe("agent");
});

test("the language chosen while a person answers stays, whatever is written to them", async () => {
  const { client, texts } = await answered();
  client.language = "nl";
  client.send("Goeiedag");
  await until(() => texts().includes("Goeiedag") && client.snapshot.unsent.length === 0);
  expect(client.snapshot.language).toBe("nl");
});

test("where sockets are blocked, the hand-off is followed by asking", async () => {
  server.socketsBlocked = true;
  const { client } = await opened();
  server.notice("queued", { place: 2, wait_minutes: 4 });
  server.newest.standing = { state: "waiting" };
  await until(() => client.snapshot.state === "waiting");
  server.notice("taken", { agent: "Anne" });
  server.newest.standing = { state: "agent" };
  await until(() => client.snapshot.agent === "Anne");
});

test("typing is told to a person, and to nobody else", async () => {
  const { client } = await opened({ typingPace: { again: 30, pause: 40 } });
  client.requests.typed("Bonj");
  server.move("waiting", 1, 1);
  await until(() => client.snapshot.state === "waiting");
  client.requests.typed("Bonjour");
  server.move("agent");
  await until(() => client.snapshot.state === "agent");
  client.requests.typed("Bonjour, ");
  await until(() => server.newest.typing.length === 2);
  expect(server.newest.typing).toEqual([true, false]); // and the pause ended it by itself
});

test("typing that goes on is told again only after a while, and a sent message ends it", async () => {
  const { client } = await answered({ typingPace: { again: 10_000, pause: 10_000 } });
  for (const text of ["B", "Bo", "Bon"]) client.requests.typed(text);
  client.requests.typed(""); // as the field is after sending
  await until(() => server.newest.typing.length === 2);
  client.requests.typed("E");
  client.send("Bon");
  await until(() => client.snapshot.unsent.length === 0);
  expect(server.newest.typing).toEqual([true, false]);
});

test("when the person leaves while the customer types, nothing more is told", async () => {
  const { client, texts } = await answered({ typingPace: { again: 30, pause: 60 } });
  client.requests.typed("Bonjour");
  await until(() => server.newest.typing.length === 1);
  server.move("bot");
  await until(() => client.snapshot.state === "bot");
  client.requests.typed("");
  client.send("Encore");
  await until(() => texts().includes("Réponse à « Encore »"));
  expect(server.newest.typing).toEqual([true]);
});

const TICKET = { phone: "+32 (0)470 12 34 56", text: "J'ai donné mon code." };

test("a message with a number is kept once, told by a notice, and no longer offered", async () => {
  const drafts = memoryDrafts();
  const { client, told } = await opened({ drafts });
  server.notice("nobody_there", { ticket: true });
  await until(() => ticketOffer(client.snapshot.messages, client.snapshot.state) !== null);
  await client.requests.leaveTicket(TICKET);
  await until(() => told.includes("[ticket_kept]"));
  expect([...server.newest.tickets.values()]).toEqual([TICKET]);
  expect(drafts.ticket).toBeNull();
  expect(told.filter((text) => text === "[ticket_kept]")).toHaveLength(1);
  expect(ticketOffer(client.snapshot.messages, client.snapshot.state)).toBeNull();
});

test("a message that did not arrive is kept here, and sent again it is one; put right, it is another", async () => {
  const drafts = memoryDrafts();
  const { client } = await opened({ drafts });
  server.mishaps.push("lost", { status: 503, kind: "unavailable" });
  await expect(client.requests.leaveTicket(TICKET)).rejects.toThrow();
  await expect(client.requests.leaveTicket(TICKET)).rejects.toThrow();
  expect(drafts.ticket).toMatchObject(TICKET);
  await client.requests.leaveTicket(TICKET);
  expect(server.newest.tickets.size).toBe(1);
  server.mishaps.push("lost");
  await expect(client.requests.leaveTicket(TICKET)).rejects.toThrow();
  const right = { ...TICKET, phone: "0470 12 34 57" };
  await client.requests.leaveTicket(right);
  expect([...server.newest.tickets.values()].at(-1)).toEqual(right);
});

test("a message left in a conversation that is gone is kept, and can be left in the next one", async () => {
  const drafts = memoryDrafts();
  const { client } = await opened({ drafts });
  server.conversations.clear();
  await expect(client.requests.leaveTicket(TICKET)).rejects.toThrow();
  await until(() => client.snapshot.notice === "renewed" && client.snapshot.stream === "live");
  expect(drafts.ticket).toMatchObject(TICKET);
  await client.requests.leaveTicket(TICKET);
  expect([...server.newest.tickets.values()]).toEqual([TICKET]);
});

test("ending or erasing forgets a number that was not sent", async () => {
  const drafts = memoryDrafts();
  const { client } = await opened({ drafts });
  drafts.ticket = { id: "x", ...TICKET };
  await client.erase();
  expect(drafts.ticket).toBeNull();
});

test("after a person has closed, rating is kept, and whoever writes again is answered by the assistant", async () => {
  const { client, texts } = await answered();
  server.notice("closed", { rate: true });
  server.move("closed");
  await until(() => client.snapshot.state === "closed");
  await client.requests.rate(5, "");
  expect(server.newest.ratings).toEqual([{ stars: 5 }]);
  client.send("Encore une question");
  expect(client.snapshot.phase).toBe("open");
  await until(() => texts().includes("Réponse à « Encore une question »") && client.snapshot.state === "bot");
});
