import { expect, test } from "vitest";
import { parseMarkdown, safeUrl } from "../shared/markdown.ts";

const RULES = { domains: ["proximus.be"], phone: { display: "0800/55.800", dial: "+3280055800" } };

function links(source: string): string[] {
  const found: string[] = [];
  JSON.stringify(parseMarkdown(source, RULES), (key, value) => {
    if (key === "url") found.push(value);
    return value;
  });
  return found;
}

test("paragraphs, line breaks, lists and bold are understood", () => {
  expect(parseMarkdown("Voici :\n- **nom**\n- adresse\n\nFin", RULES)).toEqual([
    { kind: "paragraph", lines: [[{ kind: "text", text: "Voici :" }]] },
    { kind: "list", items: [[{ kind: "bold", text: "nom" }], [{ kind: "text", text: "adresse" }]] },
    { kind: "paragraph", lines: [[{ kind: "text", text: "Fin" }]] },
  ]);
});

test("HTML is text like any other", () => {
  const source = `<img src=x onerror=alert(1)> <a href="https://evil.example">x</a> &lt;b&gt;`;
  expect(parseMarkdown(source, RULES)).toEqual([{ kind: "paragraph", lines: [[{ kind: "text", text: source }]] }]);
});

test.each([
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert%281%29)",
  "[x](data:text/html,hello)",
  "[x](http://www.proximus.be)",
  "[x](https://evil.example)",
  "[x](https://proximus.be.evil.example)",
  "[x](https://notproximus.be)",
  "[x](https://www.proximus.be@evil.example)",
  "[x](https://user:pass@proximus.be)",
  "[x](//proximus.be)",
  "[x](tel:+3290012345)",
  "[x](mailto:a@evil.example)",
  "https://www.proximus.be/phishing",
])("%s is nothing to click", (source) => {
  expect(links(source)).toEqual([]);
});

test("links to the company and calls to its hotline work", () => {
  expect(links("[site](https://www.proximus.be/x) ou 0800/55.800, [appeler](tel:+3280055800)")).toEqual([
    "https://www.proximus.be/x",
    "tel:+3280055800",
    "tel:+3280055800",
  ]);
});

test("an address that hides behind a name is shown beside it", () => {
  expect(JSON.stringify(parseMarkdown("[banque](https://evil.example)", RULES))).toContain(
    "banque (https://evil.example)",
  );
});

test("only secure addresses, calls and mailboxes are links anywhere", () => {
  const links = ["https://a.be", "tel:+32", "tel:1813", "mailto:a@a.be"];
  const none = ["http://a.be", "javascript:1", "data:,", "blob:https://a.be/1", "nonsense", "mailto:a@a.be?body=x"];
  expect([...links, ...none].filter((url) => safeUrl(url) !== null)).toEqual(links);
});

test("the longest message is read in a moment, however it is made", () => {
  const begun = performance.now();
  for (const piece of ["**", "[a](", "- ", "[", "**a ", "0800/55.80", "\n\n- **"]) {
    parseMarkdown(piece.repeat(20_000 / piece.length), RULES);
  }
  expect(performance.now() - begun).toBeLessThan(2_000);
});
