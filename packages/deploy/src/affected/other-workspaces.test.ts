import { expect, test } from "@jest/globals";
import { affectedBy, type Files, json, npm } from "./testing/changed-path";

const lib = { "packages/lib/package.json": json({ name: "lib" }) };
const toldNx = (...implicitDependencies: unknown[]) => ({
  "apps/api/package.json": json({ name: "api", nx: { implicitDependencies } }),
});

test.each<[string, Files, string, Record<string, string[]>]>([
  [
    "what Nx is told of beside the dependencies",
    npm({ ...lib, ...toldNx("lib", "!other", 1) }),
    "packages/lib/index.js",
    { api: ["its dependency lib changed (packages/lib/index.js)"] },
  ],
  ["not what Nx is told to leave out", npm({ ...lib, ...toldNx("!lib") }), "packages/lib/index.js", {}],
])("what another tool is told counts: %s", async (_, files, path, reasons) => {
  expect(await affectedBy(files, path)).toEqual(reasons);
});
