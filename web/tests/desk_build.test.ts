/** The agents' page as it is served; `npm run build` comes before. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const dist = resolve(import.meta.dirname, "../dist");
const desk = resolve(import.meta.dirname, "../desk");

test("desk.html has nothing inline, names no other site, and is there compressed", () => {
  const html = readFileSync(resolve(dist, "desk.html"), "utf8");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  for (const [, address] of html.matchAll(/\s(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^(\/(?!\/)|data:,)/);
  expect(readFileSync(resolve(dist, "desk.html.gz")).length).toBeLessThan(html.length);
});

test("no code of the desk makes HTML from text, evaluates text, or writes a style attribute", () => {
  const files = readdirSync(desk, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(20);
  for (const name of files) {
    const code = readFileSync(resolve(desk, name), "utf8");
    expect(code, name).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|\beval\(|new Function/);
    expect(code, name).not.toMatch(/document\.write|\sstyle=/);
  }
});
