/** The pages: the demo site, the full-page chat and the agents' desk. `vite.widget.config.ts` builds the widget. */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { compress } from "./build/compress.ts";
import { demoPage } from "./build/demo_page.ts";
import { readIncident } from "./build/incident.ts";
import { languages } from "./build/languages.ts";
import { tightTemplates } from "./build/tight_templates.ts";
import { readTopicTitles } from "./build/topic_titles.ts";
import { withoutScript } from "./build/without_script.ts";

const dist = resolve(import.meta.dirname, "dist");

export default defineConfig({
  define: {
    __INCIDENT__: JSON.stringify(readIncident()),
    __LANGUAGES__: JSON.stringify(languages),
    __TOPIC_TITLES__: JSON.stringify(readTopicTitles()),
  },
  plugins: [tightTemplates(), withoutScript(readIncident()), demoPage(readIncident()), compress(dist)],
  build: {
    outDir: dist,
    target: "es2022",
    // The polyfill would be an inline script, which the pages' policy forbids, and every browser we serve can do without.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: { index: resolve("index.html"), chat: resolve("chat.html"), desk: resolve("desk.html") } },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
