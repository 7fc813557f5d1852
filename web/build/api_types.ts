/** Writes the types of all that goes between the gateway and its clients, from the gateway's own description. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import { parse } from "yaml";

const DESCRIPTION = resolve(import.meta.dirname, "../../bot/gateway/http/openapi.yml");

const HEADER = `/**
 * What goes between the gateway and its clients; see decision 33.
 * Written by \`make types\` from bot/gateway/http/openapi.yml: change that, and not this.
 */
import type { Language as KnownLanguage } from "./languages.ts";

`;

/** The languages are not in the description's file: they are those of content/languages.yml. */
const OURS: Readonly<Record<string, ts.TypeNode>> = {
  "#/components/schemas/Language": ts.factory.createTypeReferenceNode("KnownLanguage"),
  "#/components/schemas/InEachLanguage": ts.factory.createTypeReferenceNode("Readonly", [
    ts.factory.createTypeReferenceNode("Record", [
      ts.factory.createTypeReferenceNode("KnownLanguage"),
      ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    ]),
  ]),
};

export async function apiTypes(): Promise<string> {
  const { openapi, info, components } = parse(readFileSync(DESCRIPTION, "utf8"), { maxAliasCount: -1 }) as OpenAPI3;
  const { schemas = {} } = components ?? {};
  const found = await openapiTS(
    { openapi, info, paths: {}, components: { schemas } },
    {
      immutable: true,
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      rootTypesKeepCasing: true,
      transform: (_, { path }) => OURS[path ?? ""],
    },
  );
  return HEADER + astToString(found);
}
