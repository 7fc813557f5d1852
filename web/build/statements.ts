/** The statement in each language, as the page imports it; Vite runs the import here, because only Vite knows its globs. */
import { resolve } from "node:path";
import { runnerImport } from "vite";

type Statements = typeof import("../demo/statement.ts");

const source = resolve(import.meta.dirname, "../demo/statement.ts");
const { languages } = await import("./languages.ts");
const { module } = await runnerImport<Statements>(source, { define: { __LANGUAGES__: JSON.stringify(languages) } });

export const { statements } = module;
