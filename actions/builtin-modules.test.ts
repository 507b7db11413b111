import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtBundles } from "./built-bundles";
import { nodeBinaries } from "./node-versions";
import { startBundle } from "./start-bundle";

const built = builtBundles();
let folder: string;
let wire: AwsWire;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-builtin-modules-"));
  wire = await startAwsWire({ GetSecretValue: [fault("AccessDeniedException", "no", 403)] });
});
afterAll(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

test("no bundle imports a module of Node.js whose getters would all be run at a cost", () => {
  const importing = readdirSync(built, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".mjs"))
    .filter((file) =>
      /(?:\bfrom|\bimport\()\s*["'`](?:node:)?(?:crypto|fs|http|process|util)["'`]/.test(
        readFileSync(join(built, file), "utf8"),
      ),
    );
  expect(importing).toEqual([]);
});

test.each(nodeBinaries())("a call of AWS loads nothing of undici on %s", async (node) => {
  const [watch, loaded] = [join(folder, "watch.cjs"), join(folder, "loaded")];
  writeFileSync(
    watch,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(loaded)}, process.moduleLoadList.join("\\n")));`,
  );
  const before = wire.calls.length;
  await startBundle({
    node,
    bundle: join(built, "notify-slack.mjs"),
    inputs: { "token-secret": "slack", channel: "C1", environment: "staging", outcome: "deployed" },
    env: {
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      NODE_OPTIONS: `--require ${watch}`,
    },
  });
  expect(wire.actions().slice(before)).toEqual(["GetSecretValue"]);
  const modules = readFileSync(loaded, "utf8");
  expect(modules).toContain("NativeModule http");
  expect(modules).not.toContain("undici");
});
