import { type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { join } from "node:path";
import { builtBundles } from "../../../built-bundles";
import { startBundle } from "../../../start-bundle";
import { oneService } from "./one-service";

/** A step on the one service, from the bundle and to its end, with these answers in place of the cluster's own. */
export async function runStep(script: Script, inputs: Record<string, string> = {}) {
  const wire = await startAwsWire({ ...oneService({ becomesSteady: true }).script, ...script });
  try {
    const run = await startBundle({
      node: process.execPath,
      bundle: join(builtBundles(), "ecs-rollout.mjs"),
      inputs: { cluster: "shop", service: "web", ...inputs },
      env: { AWS_ENDPOINT_URL: wire.url, AWS_REGION: "x", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" },
    });
    return { ...run, wire };
  } finally {
    await wire.close();
  }
}
