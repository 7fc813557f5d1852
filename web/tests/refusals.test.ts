/** What a browser offers and then refuses: storage that is blocked or full, locks, a clock that is wrong. */
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { browserChime } from "../desk/chime.ts";
import { browserDeskDrafts } from "../desk/desk_drafts.ts";
import { secondsSince } from "../desk/duration.ts";
import { browserKeeper } from "../shared/keeper.ts";
import { safeUrl } from "../shared/markdown.ts";
import { clockOf } from "../shared/server_clock.ts";
import { shelf } from "../shared/shelf.ts";
import { customer, until } from "./customer.ts";
import { GatewayServer } from "./gateway_server.ts";

/** A browser's storage of so many characters. */
class SmallStorage {
  [key: string]: unknown;
  readonly #kept = new Map<string, string>();
  readonly #room: number;

  constructor(room: number) {
    this.#room = room;
    Object.defineProperty(this, "length", { get: () => this.#kept.size, enumerable: false });
  }

  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    const used = [...this.#kept].reduce((sum, [each, kept]) => sum + (each === key ? 0 : kept.length), 0);
    if (used + value.length > this.#room) throw new DOMException("full", "QuotaExceededError");
    this.#kept.set(key, value);
    this[key] = value;
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
    delete this[key];
  }
}

const small = (room: number) => new SmallStorage(room) as unknown as Storage;
const blocked = (): Storage => {
  throw new DOMException("blocked", "SecurityError");
};

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["blocked", blocked],
  ["full", () => full],
])("what is written is read again where storage is %s", (_, storage) => {
  const { read, write } = shelf(storage);
  write("draft", "à moitié");
  expect(read("draft")).toBe("à moitié");
  write("draft", "à moitié écrit");
  expect(read("draft")).toBe("à moitié écrit");
  write("draft", null);
  expect(read("draft")).toBeNull();
});

const full = small(0);

test("a storage that fills up keeps no old value for the next page to take for the last one", () => {
  const storage = small(10);
  const { read, write } = shelf(() => storage);
  write("draft", "court");
  write("draft", "beaucoup trop long");
  expect([read("draft"), storage.getItem("draft")]).toEqual(["beaucoup trop long", null]);
  write("draft", "bref");
  expect([read("draft"), storage.getItem("draft")]).toEqual(["bref", "bref"]);
});

test.each([
  ["blocked", blocked],
  ["full", () => full],
  ["there", () => roomy],
])("where storage is %s, the next agent at this desk finds nothing of the last one", (_, storage) => {
  vi.stubGlobal("window", globalThis);
  Object.defineProperty(globalThis, "sessionStorage", { get: storage, configurable: true });
  const drafts = browserDeskDrafts();
  drafts.keepOnlyOf("nora");
  drafts.of("c1").reply.text = "entre nous";
  drafts.openId = "c1";
  drafts.keepOnlyOf("nora");
  expect([drafts.of("c1").reply.text, drafts.openId]).toEqual(["entre nous", "c1"]);
  drafts.keepOnlyOf("luc");
  expect([drafts.of("c1").reply.text, drafts.openId]).toEqual(["", null]);
});

const roomy = small(10_000);

test.each([
  ["are refused", { request: () => Promise.reject(new DOMException("blocked", "SecurityError")) }],
  ["are refused at once", { request: blocked }],
  ["are missing", undefined],
])("where locks %s, the conversation is begun all the same, and once", async (_, locks) => {
  vi.stubGlobal("navigator", { locks });
  let begun = 0;
  const task = async () => {
    begun += 1;
    return "begun";
  };
  expect(await browserKeeper().alone(task)).toBe("begun");
  expect(begun).toBe(1);
});

test("a task that fails under a lock fails once, and is not run again without", async () => {
  vi.stubGlobal("navigator", { locks: { request: (_: string, __: unknown, run: () => unknown) => run() } });
  let runs = 0;
  const task = async () => {
    runs += 1;
    await delay(1);
    throw new Error("no gateway");
  };
  await expect(browserKeeper().alone(task)).rejects.toThrow("no gateway");
  expect(runs).toBe(1);
});

test("a tab that hangs while it begins a conversation does not stop the others", async () => {
  vi.useFakeTimers();
  const request = (_: string, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  vi.stubGlobal("navigator", { locks: { request } });
  const begun = browserKeeper().alone(async () => "begun");
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await begun).toBe("begun");
  vi.useRealTimers();
});

test("an agent whose browser has no sound for the page works on without", () => {
  const handlers: (() => void)[] = [];
  vi.stubGlobal("addEventListener", (_: string, handler: () => void) => handlers.push(handler));
  vi.stubGlobal("AudioContext", blocked);
  const chime = browserChime();
  for (const handler of handlers) expect(handler).not.toThrow();
  expect(() => chime.ring("waiting")).not.toThrow();
});

test("addresses are read in a browser that cannot yet say beforehand whether it can", () => {
  vi.stubGlobal("URL", Object.assign(class extends URL {}, { canParse: undefined }));
  expect(safeUrl("tel:+3280055800")?.protocol).toBe("tel:");
  expect([safeUrl("no address"), safeUrl("javascript:alert(1)")]).toEqual([null, null]);
});

let server: GatewayServer;
beforeEach(async () => {
  server = await GatewayServer.start();
});
afterEach(() => server.stop());

test.each([-2, 0, 2])(
  "with a device's clock %i days off, one conversation is begun and its message answered",
  async (days) => {
    const { now } = Date;
    vi.spyOn(Date, "now").mockImplementation(() => now() + days * 86_400_000);
    const { client, texts } = customer(server.origin);
    await client.start();
    client.send("Mon adresse ?");
    await until(() => texts().length === 3);
    expect(server.conversations.size).toBe(1);
    client.end();
    vi.restoreAllMocks();
  },
);

test("a wait is counted from the server's time, whatever the device's clock says and becomes", () => {
  let ticks = 500;
  const clock = clockOf(() => ticks);
  clock.heard(new Response(null, { headers: { Date: "Sun, 29 Nov 2026 10:00:00 GMT" } }));
  clock.heard(new Response(null)); // another origin's cannot be read
  ticks += 90_000;
  expect(secondsSince("2026-11-29T09:59:00Z", clock.now())).toBe(150);
});
