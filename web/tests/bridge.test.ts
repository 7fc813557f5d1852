import { expect, test } from "vitest";
import { bridgeTo, type FromApp, type Host, readFromApp } from "../shared/bridge.ts";

function host(extra: Partial<Host> = {}): Host {
  return Object.assign(new EventTarget(), extra) as Host;
}

/** Delivers as the browser does; jsdom is not needed for three fields. */
function post(to: Host, fields: { data: unknown; ports?: unknown[]; source?: unknown }): void {
  to.dispatchEvent(Object.assign(new Event("message"), { ports: [], source: null, ...fields }));
}

function port() {
  const sent: string[] = [];
  return {
    sent,
    postMessage: (text: string) => sent.push(text),
    onmessage: null as ((e: { data: unknown }) => void) | null,
  };
}

const ignore = () => {};

test("iOS, Android and React Native get the same JSON text", () => {
  const sent: unknown[] = [];
  const handler = { postMessage: (message: unknown) => sent.push(message) };
  for (const way of [
    { webkit: { messageHandlers: { breachline: handler } } },
    { Breachline: handler },
    { ReactNativeWebView: handler },
  ]) {
    const bridge = bridgeTo(host(way), ignore);
    expect(bridge.connected).toBe(true);
    bridge.send({ type: "unread", count: 2 });
  }
  expect(sent).toEqual(Array(3).fill('{"type":"unread","count":2}'));
});

test("without an app nothing is sent anywhere", () => {
  const bridge = bridgeTo(host(), ignore);
  bridge.send({ type: "close" });
  expect(bridge.connected).toBe(false);
});

test("a port that comes late gets what was said before, and tells that there is an app", () => {
  const page = host();
  let joined = 0;
  const bridge = bridgeTo(page, ignore, () => {
    joined += 1;
  });
  bridge.send({ type: "ready", token: "needed" });
  const given = port();
  post(page, { data: "breachline", ports: [given] });
  expect(given.sent).toEqual(['{"type":"ready","token":"needed"}']);
  expect([bridge.connected, joined]).toEqual([true, 1]);
});

test("a page around this one, a second port and other messages are not listened to", () => {
  const page = host();
  const heard: FromApp[] = [];
  const bridge = bridgeTo(page, (message) => heard.push(message));
  post(page, { data: "breachline", ports: [port()], source: {} });
  post(page, { data: { type: "token", token: "stolen" } });
  post(page, { data: "hello", ports: [port()] });
  expect([bridge.connected, heard]).toEqual([false, []]);
  const first = port();
  const second = port();
  post(page, { data: "breachline", ports: [first] });
  post(page, { data: "breachline", ports: [second] });
  bridge.send({ type: "close" });
  expect([first.sent.length, second.sent.length]).toEqual([1, 0]);
});

test("the app is heard by its port and by breachline.receive", () => {
  const page = host();
  const heard: FromApp[] = [];
  bridgeTo(page, (message) => heard.push(message));
  page.breachline?.receive({ type: "theme", theme: "dark" });
  const given = port();
  post(page, { data: "breachline", ports: [given] });
  given.onmessage?.({ data: '{"type":"token","token":"abc","expires_at":"2026-12-01T00:00:00Z"}' });
  expect(heard).toEqual([
    { type: "theme", theme: "dark" },
    { type: "token", token: "abc" },
  ]);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  42,
  null,
  { type: "token" },
  { type: "token", token: "" },
  { type: "token", token: 5 },
  { type: "language", language: "de" },
  { type: "theme", theme: "pink" },
  { type: "eval", code: "1" },
])("%j from an app is nothing", (message) => {
  expect(readFromApp(message)).toBeNull();
});
