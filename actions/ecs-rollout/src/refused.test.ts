import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtBundles } from "../../built-bundles";
import { oneService } from "./testing/one-service";

let wire: AwsWire;
afterEach(() => wire.close());

/** A step with this answer in place of the cluster's own, to its end. */
async function step(script: Script, more: Record<string, string> = {}) {
  wire = await startAwsWire({ ...oneService({ becomesSteady: true }).script, ...script });
  const folder = mkdtempSync(join(tmpdir(), "cashsouk-refused-"));
  const files = Object.fromEntries(["OUTPUT", "STATE", "STEP_SUMMARY"].map((name) => [name, join(folder, name)]));
  for (const file of Object.values(files)) writeFileSync(file, "");
  const inputs = { cluster: "shop", service: "web", image: "registry.test/web:2", ...more };
  const child = spawn(process.execPath, [join(builtBundles(), "ecs-rollout.mjs")], {
    stdio: "ignore",
    env: {
      ...Object.fromEntries(Object.entries(files).map(([name, file]) => [`GITHUB_${name}`, file])),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "x",
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
    },
  });
  try {
    const status = await new Promise((resolve) => child.on("close", resolve));
    const read = (name: string) => readFileSync(files[name] ?? "", "utf8");
    const outputs = [...read("OUTPUT").matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, name, , value]) => [
      name,
      value,
    ]);
    return { status, outputs: Object.fromEntries(outputs) as Record<string, string>, summary: read("STEP_SUMMARY") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a step that could not begin has every output, and says that nothing was moved, and where to read on", async () => {
  const { status, outputs, summary } = await step({
    DescribeServices: () => fault("ClusterNotFoundException", "Cluster not found."),
  });
  expect(status).toBe(1);
  expect(outputs).toEqual({
    outcome: "failed",
    deployments: "{}",
    reason: "shop/web: ClusterNotFoundException: Cluster not found; nothing was moved",
  });
  expect(summary).toContain("docs/runbooks/rollout-failed.md#failed");
});
