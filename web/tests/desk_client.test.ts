import { afterEach, beforeEach, expect, test } from "vitest";
import { Refused } from "../shared/request.ts";
import { until } from "./customer.ts";
import { agent, PASSWORD } from "./desk_agent.ts";
import { DeskServer } from "./desk_server.ts";

let server: DeskServer;
const tabs: ReturnType<typeof agent>[] = [];

function tab(...given: Parameters<typeof agent>): ReturnType<typeof agent> {
  const one = agent(...given);
  tabs.push(one);
  return one;
}

beforeEach(async () => {
  server = await DeskServer.start();
  server.board.addAgent({ id: "nora", display_name: "Nora", languages: ["fr", "nl"] });
  server.board.addAgent({ id: "luc", display_name: "Luc", role: "supervisor" });
  server.board.addWaiting("c1", { unsure: ["1"] });
  server.board.say("c1", "customer", "et mon adresse ?");
});

afterEach(async () => {
  // Without a network a tab waits; with one it would look for the stopped server through all further tests.
  for (const { network } of tabs.splice(0)) network.go(false);
  await server.stop();
});

async function signedIn(name = "nora") {
  const one = tab(server.origin);
  await one.client.start();
  await one.client.signIn(name, PASSWORD);
  await until(() => one.client.snapshot.board !== null);
  return one;
}

const held = (one: { client: { snapshot: { board: { held: readonly unknown[] } | null } } }) =>
  one.client.snapshot.board?.held.length;

test("nobody sees the board before they have signed in", async () => {
  const { client } = tab(server.origin);
  await client.start();
  expect(client.snapshot).toMatchObject({ phase: "signed-out", board: null });
  await until(() => client.snapshot.ways !== null);
  expect(client.snapshot.ways).toEqual({ password: true, openid: null, agents: true });
});

test("a wrong password is told apart from being locked out, with the time to wait", async () => {
  const { client } = tab(server.origin);
  await client.start();
  for (let tries = 0; tries < 5; tries += 1) {
    await expect(client.signIn("nora", "wrong")).rejects.toMatchObject({ kind: "wrong-credentials" });
  }
  await expect(client.signIn("nora", PASSWORD)).rejects.toMatchObject({ kind: "locked-out", retryAfter: 900 });
});

test("a second proof is asked for after the right password, and lets in with the right code only", async () => {
  const nora = server.board.agents.find(({ name }) => name === "nora");
  if (nora) nora.code = "123456";
  const { client } = tab(server.origin);
  await client.start();
  await expect(client.signIn("nora", PASSWORD)).rejects.toMatchObject({ kind: "second-factor-needed" });
  await expect(client.signIn("nora", PASSWORD, "654321")).rejects.toMatchObject({ kind: "second-factor-wrong" });
  await client.signIn("nora", PASSWORD, "123456");
  expect(client.snapshot.phase).toBe("signed-in");
});

test("whoever is signed in goes on after a reload, in the conversation they had open", async () => {
  const before = await signedIn();
  await before.client.take("c1");
  const { client } = tab(server.origin, before.transport, before.drafts);
  await client.start();
  await until(() => client.snapshot.open?.details?.state === "agent");
  expect(client.snapshot).toMatchObject({ phase: "signed-in", agent: { display_name: "Nora" } });
});

test("an agent takes who waits, reads all that was said, and answers", async () => {
  const { client, texts } = await signedIn();
  expect(client.snapshot.board?.waiting).toMatchObject([{ conversation_id: "c1", speakable: true, place: 1 }]);
  await client.take("c1");
  expect(texts()).toContain("et mon adresse ?");
  expect(client.snapshot.open?.details).toMatchObject({ agent: { id: "nora" }, unsure: ["1"] });
  client.reply("c1", "  Elle en fait partie.  ");
  await until(() => server.board.get("c1").messages.at(-1)?.from === "agent");
  await until(() => client.snapshot.open?.unsent.length === 0);
  expect(texts().at(-1)).toBe("Elle en fait partie.");
  server.board.say("c1", "customer", "merci");
  await until(() => texts().at(-1) === "merci");
});

test("of two agents who take the same conversation one is told that the other was faster", async () => {
  const [nora, luc] = [await signedIn(), await signedIn("luc")];
  await luc.client.take("c1");
  const refused = await nora.client.take("c1").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({ status: 409, kind: "already-taken" });
});

test("a reply whose answer is lost is sent again under the same id, and stands there once", async () => {
  const { client, texts } = await signedIn();
  await client.take("c1");
  server.mishaps.push("lost", { status: 503, kind: "busy" });
  client.reply("c1", "Bonjour");
  await until(() => server.requests.filter((call) => call.endsWith("messages")).length === 3);
  await until(() => client.snapshot.open?.unsent.length === 0);
  expect(texts().filter((text) => text === "Bonjour")).toHaveLength(1);
  expect(server.board.get("c1").messages.filter(({ from }) => from === "agent")).toHaveLength(1);
});

test("a refused reply stays to be sent again, or taken back into the field", async () => {
  const { client } = await signedIn();
  await client.take("c1");
  server.mishaps.push({ status: 409, kind: "wrong-state" }, { status: 409, kind: "wrong-state" });
  client.reply("c1", "Bonjour");
  await until(() => client.snapshot.open?.unsent[0]?.state === "failed");
  const open = client.snapshot.open;
  const id = open?.unsent[0]?.id ?? "";
  open?.retry(id);
  await until(() => server.mishaps.length === 0 && client.snapshot.open?.unsent[0]?.state === "failed");
  expect(open?.takeBack(id)).toBe("Bonjour");
  expect(open?.unsent).toEqual([]);
});

test("what is written without a network goes out when it is back", async () => {
  const { client, network } = await signedIn();
  await client.take("c1");
  network.go(false);
  await until(() => client.snapshot.stream === "offline");
  client.reply("c1", "plus tard");
  expect(client.snapshot.open?.unsent).toMatchObject([{ shown: "plus tard" }]);
  network.go(true);
  await until(() => server.board.get("c1").messages.at(-1)?.text === "plus tard");
});

test("a hundred cut connections lose and double nothing of what a customer says", async () => {
  const { client, texts } = await signedIn();
  await client.take("c1");
  const before = texts().length;
  for (let said = 0; said < 100; said += 1) {
    server.board.say("c1", "customer", `message ${said}`);
    server.cut();
    if (said % 10 === 0) await until(() => client.snapshot.stream === "live");
  }
  await until(() => texts().length >= before + 100);
  expect(texts().slice(before)).toEqual(Array.from({ length: 100 }, (_, said) => `message ${said}`));
});

test("a connection that swallows all without ending is noticed, and who came meanwhile is on the board", async () => {
  const { client } = await signedIn();
  server.swallow();
  server.board.addWaiting("c2");
  await until(() => client.snapshot.board?.waiting.length === 2);
});

test("a lost connection is told, and so is that it is back", async () => {
  const { client } = await signedIn();
  const links: string[] = [];
  client.addEventListener("change", () => links.push(client.snapshot.stream));
  await server.stop();
  await until(() => links.includes("lost"));
  await server.listen();
  await until(() => client.snapshot.stream === "live");
});

test("when the server ends the session, what was being written is kept for the same agent", async () => {
  const { client, drafts } = await signedIn();
  await client.take("c1");
  drafts.of("c1").reply.text = "une phrase à moitié";
  server.endSessions();
  await until(() => client.snapshot.phase === "ended");
  expect(client.snapshot).toMatchObject({ board: null, open: null, agent: null });
  await client.signIn("nora", PASSWORD);
  await until(() => client.snapshot.open !== null);
  expect(client.snapshot.open?.replyDraft.text).toBe("une phrase à moitié");
});

test("a sign-out leaves nothing of what was being written for whoever comes next", async () => {
  const { client, drafts } = await signedIn();
  await client.take("c1");
  drafts.of("c1").reply.text = "entre nous";
  await client.signOut();
  expect(client.snapshot.phase).toBe("signed-out");
  expect(drafts.kept.size).toBe(0);
  await until(() => server.streams === 0);
});

test("who signs out with conversations leaves nobody alone: they wait again", async () => {
  const { client } = await signedIn();
  server.board.addWaiting("c2");
  for (const id of ["c1", "c2"]) await client.take(id);
  await until(() => client.mine.length === 2);
  await client.leavePost();
  expect(client.snapshot.phase).toBe("signed-out");
  for (const id of ["c1", "c2"]) expect(server.board.get(id).state).toBe("waiting");
});

test("who cannot reach the server stays signed in, with the conversations they have", async () => {
  const { client } = await signedIn();
  await client.take("c1");
  await until(() => client.mine.length === 1);
  await server.stop();
  await expect(client.leavePost()).rejects.toThrow();
  expect(client.snapshot.phase).toBe("signed-in");
});

test("a call that is refused because the session ended leads to the sign-in, and not to a puzzle", async () => {
  const { client, transport } = await signedIn();
  await tab(server.origin, transport).client.start();
  await transport.fetch(`${server.origin}/v1/desk/session`, {
    method: "DELETE",
    headers: { "X-Breachline-Desk": "1" },
  });
  await expect(client.tickets()).rejects.toMatchObject({ status: 401 });
  await until(() => client.snapshot.phase === "ended");
});

test("who passes a conversation on has it no longer, and the colleague is called for it", async () => {
  const [nora, luc] = [await signedIn(), await signedIn("luc")];
  await nora.client.take("c1");
  await nora.client.transfer("c1", "luc", "  elle est pressée ");
  await until(() => held(nora) === 0 && luc.client.snapshot.board?.held[0]?.mine === true);
  expect(nora.client.snapshot.open).toBeNull();
  expect(luc.news).toContainEqual(expect.objectContaining({ kind: "received", conversation_id: "c1" }));
  luc.client.open("c1");
  await until(() => luc.client.snapshot.open?.notes.length === 1);
  expect(luc.client.snapshot.open?.notes[0]).toMatchObject({
    text: "elle est pressée",
    agent: { display_name: "Nora" },
  });
});

test("a conversation taken over by a supervisor is no longer the agent's to read", async () => {
  const [nora, luc] = [await signedIn(), await signedIn("luc")];
  await nora.client.take("c1");
  await until(() => held(nora) === 1);
  await luc.client.take("c1", true);
  await until(() => nora.client.snapshot.open?.trouble === "unknown");
  expect(luc.client.snapshot.open?.details?.agent?.id).toBe("luc");
});

test.each([
  ["giveBack", "bot"],
  ["close", "closed"],
] as const)("after %s the conversation is %s and off the screen", async (move, state) => {
  const { client } = await signedIn();
  await client.take("c1");
  await (move === "close" ? client.close("c1", "solved") : client.giveBack("c1"));
  expect(server.board.get("c1").state).toBe(state);
  expect(client.snapshot.open).toBeNull();
});

test("a note reaches colleagues and never the customer's messages", async () => {
  const { client } = await signedIn();
  await client.take("c1");
  await client.note("c1", "elle a déjà appelé");
  await until(() => client.snapshot.open?.notes.length === 1);
  expect(server.board.get("c1").messages.map(({ text }) => text)).not.toContain("elle a déjà appelé");
});

test("typing is told both ways, and forgotten when the customer has written", async () => {
  const { client } = await signedIn();
  await client.take("c1");
  await until(() => server.told.some((said) => (said as { type: string }).type === "watch"));
  server.type("c1", true);
  await until(() => client.typing("c1"));
  server.board.say("c1", "customer", "voilà");
  await until(() => !client.typing("c1"));
  client.tellTyping("c1", true);
  await until(() => server.told.some((said) => (said as { type: string }).type === "typing"));
  expect(server.told.at(-1)).toEqual({ type: "typing", conversation_id: "c1", on: true });
});

test("a new message in a conversation of mine is unread until I look, in the open one it is told once", async () => {
  const { client, news, arrived } = await signedIn();
  await client.take("c1");
  server.board.addWaiting("c2");
  await client.take("c2");
  server.board.say("c1", "customer", "il y a quelqu'un ?");
  await until(() => news.some(({ kind }) => kind === "message"));
  const mine = () => client.snapshot.board?.held.find(({ conversation_id }) => conversation_id === "c1");
  expect(mine() && client.unread(mine() as never)).toBe(true);
  client.open("c1");
  expect(mine() && client.unread(mine() as never)).toBe(false);
  server.board.say("c1", "customer", "ah");
  await until(() => arrived.some(({ text }) => text === "ah"));
  expect(arrived.filter(({ text }) => text === "ah")).toHaveLength(1);
});

test("two tabs of one agent show the same", async () => {
  const first = await signedIn();
  const second = tab(server.origin, first.transport);
  await second.client.start();
  await first.client.take("c1");
  await until(() => held(second) === 1);
  second.client.open("c1");
  await until(() => second.texts().includes("et mon adresse ?"));
  second.client.reply("c1", "depuis l'autre onglet");
  await until(() => first.texts().includes("depuis l'autre onglet"));
});
