/** Takes the indentation and the comments out of our templates and styles: minifiers leave text alone, and this is all text. */
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
      return code.replace(/\bcss`[^`]*/g, (styles) => styles.replace(/\/\*[\s\S]*?\*\//g, "")).replace(/\n\s+/g, "\n");
    },
  };
}
