/** Takes out of our templates and styles what says nothing: minifiers leave text alone, and this is all text. */
import { resolve } from "node:path";
import type { Plugin } from "vite";

const OURS = resolve(import.meta.dirname, "..");

export function tightTemplates(): Plugin {
  return {
    name: "tight-templates",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.startsWith(OURS) || !id.endsWith(".ts") || id.includes("node_modules")) return null;
      // Outside of text an indentation means nothing, and no text of ours lives from one.
      return code.replace(/\b(?:css|unsafeCSS\()`[^`]*/g, tightStyles).replace(/\n\s+/g, "\n");
    },
  };
}

/** Without comments, and without the spaces that are for us. One before a colon has a meaning, and stays. */
export function tightStyles(styles: string): string {
  return styles
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s*([{};,])\s*/g, "$1")
    .replace(/:\s+/g, ":")
    .replaceAll(";}", "}");
}
