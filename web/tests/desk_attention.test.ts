/** How an agent is called: by which sound, and in which of the two voices that screen readers hear. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { News } from "../desk/news.ts";
import { Attention } from "../desk/view/attention.ts";

const NEWS: News = {
  kind: "message",
  conversation_id: "c",
  priority: "normal",
  danger: "crisis",
  alarm: true,
  topic: null,
};

/** As much of an element as is spoken through. */
class Spoken {
  readonly lines: Spoken[] = [];
  readonly attributes = new Map<string, string>();
  textContent = "";
  setAttribute = (name: string, value: string) => void this.attributes.set(name, value);
  append = (line: Spoken) => void this.lines.push(line);
  remove = () => {};
}

beforeEach(() => {
  vi.useFakeTimers();
  const page = { createElement: () => new Spoken(), visibilityState: "visible", hasFocus: () => true };
  vi.stubGlobal("document", page);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function called(news: readonly News[], { sound = true, onScreen = null as string | null } = {}) {
  const rung: string[] = [];
  const attention = new Attention({ language: "nl", sound }, { ring: (kind) => rung.push(kind) });
  attention.news(news, onScreen);
  const [polite, alerts] = attention.elements as unknown as [Spoken, Spoken];
  const said = ({ lines }: Spoken) => lines.map(({ textContent }) => textContent);
  return { rung, polite: said(polite), alerts: said(alerts), roles: alerts.lines.map((l) => l.attributes.get("role")) };
}

test("danger has a sound of its own and is an alert, also in the conversation on the screen", () => {
  const { rung, polite, alerts, roles } = called([NEWS], { onScreen: "c" });
  expect([rung, polite, roles]).toEqual([["danger"], [], ["alert"]]);
  expect(alerts[0]).toMatch(/^Risico op zelfdoding\. Nieuw bericht in: /);
});

test("danger that is known calls as anything else does, and says what it is about", () => {
  const known = { ...NEWS, alarm: false };
  expect(called([known]).rung).toEqual(["message"]);
  expect(called([known]).polite[0]).toMatch(/^Risico op zelfdoding/);
  expect(called([known], { onScreen: "c" })).toMatchObject({ rung: [], polite: [], alerts: [] });
});

test("of several news danger is heard, and with the sound off it is still an alert", () => {
  const other = { ...NEWS, kind: "waiting", conversation_id: "w", danger: null, alarm: false } as const;
  expect(called([other, NEWS]).rung).toEqual(["danger"]);
  expect(called([other, NEWS], { sound: false })).toMatchObject({ rung: [], alerts: [expect.any(String)] });
  expect(called([other]).rung).toEqual(["waiting"]);
});
