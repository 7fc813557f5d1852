/** The widget: one classic script with everything in it, for any site to include. */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { compress } from "./build/compress.ts";
import { readIncident } from "./build/incident.ts";
import { languages } from "./build/languages.ts";
import { tightTemplates } from "./build/tight_templates.ts";

const dist = resolve(import.meta.dirname, "dist");

export default defineConfig({
  define: { __INCIDENT__: JSON.stringify(readIncident()), __LANGUAGES__: JSON.stringify(languages) },
  plugins: [tightTemplates(), compress(dist)],
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: resolve("widget/main.ts"), formats: ["iife"], name: "breachline", fileName: () => "widget.js" },
  },
});
