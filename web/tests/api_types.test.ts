import { expect, test } from "vitest";
import { apiTypes } from "../build/api_types.ts";

test("the types are those of the gateway's description; `make types` writes them anew", async () => {
  await expect(await apiTypes()).toMatchFileSnapshot("../shared/api_types.ts");
});
