/** The verdict on a pasted message stands above its signs, in words. */
import { describe, expect, it } from "vitest";
import type { Message } from "../shared/api_readers.ts";
import { en } from "../shared/catalogue/en.ts";
import { fr } from "../shared/catalogue/fr.ts";
import { nl } from "../shared/catalogue/nl.ts";
import { banner, details } from "../shared/view/details.ts";
import { drawn, drawnWords } from "./drawn.ts";

const answer = (given: Record<string, unknown> | undefined, topic = "check_message") =>
  ({ id: "1", from: "bot", text: "…", topic, details: given }) as unknown as Message;

describe("the verdict on a pasted message", () => {
  for (const [language, texts] of Object.entries({ fr, nl, en })) {
    for (const verdict of ["fraud", "careful", "nothing_found"] as const) {
      it(`says "${verdict}" in words, in ${language}`, () => {
        const shown = banner(answer({ verdict, signs: [] }), texts, language as "fr");
        expect(drawnWords(shown)).toBe(texts.verdict[verdict]);
        expect(drawn(shown)).toContain("<svg");
      });
    }
  }

  it("says how many signs there are below it", () => {
    const shown = banner(answer({ verdict: "fraud", signs: ["asks_secret", "urgency"] }), en, "en");
    expect(drawnWords(shown)).toBe("Clear signs of fraud 2 signs found");
  });

  it("is not drawn for another topic, without details, or for a verdict that is not known", () => {
    for (const other of [answer({ verdict: "fraud" }, "hotline"), answer(undefined), answer({ verdict: "safe" })])
      expect(drawnWords(banner(other, en, "en"))).toBe("");
  });

  it("is not said a second time below the message", () => {
    expect(drawnWords(details(answer({ verdict: "fraud", signs: [] }), en))).toBe("");
  });
});
