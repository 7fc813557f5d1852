/** What was built, as it is served; `npm run build` comes before. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const dist = resolve(import.meta.dirname, "../dist");
const sources = resolve(import.meta.dirname, "..");

test("the widget is at most 35 KB over the wire", () => {
  const size = gzipSync(readFileSync(resolve(dist, "widget.js")), { level: 9 }).length;
  expect(size).toBeLessThanOrEqual(35 * 1024);
});

const PAGES = ["index.fr.html", "index.nl.html", "index.en.html", "chat.html"];

test.each(PAGES)("%s has nothing inline and names no other site", (page) => {
  const html = readFileSync(resolve(dist, page), "utf8");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  for (const [, address] of html.matchAll(/\s(?:src|href)="([^"]*)"/g))
    expect(address).toMatch(/^(\/(?!\/)|#|\?|tel:|data:,)/);
});

test.each([...PAGES, "widget.js"])("%s is there compressed as well, and is the same", (name) => {
  const packed = readFileSync(resolve(dist, `${name}.gz`));
  expect(packed.length).toBeLessThan(readFileSync(resolve(dist, name)).length);
});

test("no code of ours makes HTML from text, evaluates text, or asks another site", () => {
  for (const name of readdirSync(sources, { recursive: true, encoding: "utf8" })) {
    if (!/^(shared|widget|chat|demo)\/.*\.ts$/.test(name)) continue;
    const code = readFileSync(resolve(sources, name), "utf8");
    expect(code, name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|\beval\(|new Function|document\.write/,
    );
  }
});
