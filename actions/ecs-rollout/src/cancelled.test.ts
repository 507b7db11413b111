import { type AwsWire, startAwsWire } from "@cashsouk/testing/aws-wire";
import { eventually } from "@cashsouk/testing/eventually";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { builtBundles } from "../../built-bundles";
import { nodeBinaries } from "../../node-versions";
import { definitionArn, oneService } from "./testing/one-service";

let folder: string;
let wire: AwsWire | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-cancelled-"));
});
afterEach(() => wire?.close());
afterAll(() => rmSync(folder, { recursive: true }));

const inputs = { cluster: "shop", service: "web", image: "registry.test/web:2", summary: "false" };

/** Starts a bundle in a process group of its own, as the runner does, with a file for its state. */
function start(node: string, bundle: string, url: string, state: Record<string, string> = {}) {
  const files = { GITHUB_STATE: join(folder, "state"), GITHUB_OUTPUT: join(folder, "output") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
  const aws = { AWS_ENDPOINT_URL: url, AWS_REGION: "x", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
  const child = spawn(node, [join(builtBundles(), `${bundle}.mjs`)], {
    cwd: folder,
    env: { ...files, ...aws, ...(Object.fromEntries([...given, ...saved]) as Record<string, string>) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? code)),
  );
  return { child, ended, stdout: () => stdout, state: () => readFileSync(files.GITHUB_STATE, "utf8") };
}

/** What the runner does with a step of a cancelled run; `kills` false: on a machine that is too busy to be held to its limit. */
async function cancelAsRunner(
  { child, ended }: ReturnType<typeof start>,
  { kills }: { kills: boolean },
): Promise<NodeJS.Signals | number | null> {
  child.kill("SIGINT");
  await Promise.race([ended, delay(7500, undefined, { ref: false })]);
  child.kill("SIGTERM");
  await Promise.race([ended, delay(2500, undefined, { ref: false })]);
  if (kills) child.kill("SIGKILL");
  return ended;
}

async function underWay(node: string, cluster: ReturnType<typeof oneService>) {
  wire = await startAwsWire(cluster.script);
  const step = start(node, "ecs-rollout", wire.url);
  // Its first look has ended when it tells of it.
  await eventually("a look at the deployment", () => step.stdout().includes("0 of 1 running"));
  return step;
}

/** The state's last value for a name, as the runner hands it to the post step. */
function savedState(text: string, name: string): string {
  const found = [...text.matchAll(new RegExp(`^${name}<<(\\S+)\\n([\\s\\S]*?)\\n\\1$`, "gm"))];
  return found.at(-1)?.[2] ?? "";
}

describe.each(nodeBinaries())("a cancelled step on %s", (node) => {
  test("stops its deployment with its first call, sees the rollback through and ends by itself", async () => {
    const step = await underWay(node, oneService({ becomesSteady: false }));
    const before = wire?.calls.length ?? 0;
    expect(await cancelAsRunner(step, { kills: false })).toBe(1);
    expect(wire?.actions().slice(before)).toEqual([
      "StopServiceDeployment",
      "DescribeServices",
      // ECS itself has to say that it has gone back.
      "DescribeServiceDeployments",
      "DeregisterTaskDefinition",
    ]);
    expect(step.stdout()).toContain("::error::web: stopped: the run was cancelled; web:1 runs again (1 of 1)");
    expect(savedState(step.state(), "pending")).toBe("[]");
  });

  test("that is killed before the rollback ends leaves what the post step finishes", async () => {
    const cluster = oneService({ becomesSteady: false });
    cluster.state.rollbackEnds = false;
    const step = await underWay(node, cluster);
    expect(await cancelAsRunner(step, { kills: true })).toBe("SIGKILL");
    const pending = savedState(step.state(), "pending");
    expect(JSON.parse(pending)).toMatchObject([{ service: "web", revision: definitionArn(2) }]);

    const before = wire?.calls.length ?? 0;
    const post = start(node, "ecs-rollout-post", wire?.url ?? "", { pending });
    await eventually("the post step", () => wire?.actions().slice(before).includes("DescribeServices"));
    cluster.state.rollbackEnds = true;
    expect(await post.ended).toBe(0);
    expect(wire?.actions()[before]).toBe("StopServiceDeployment");
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: definitionArn(2) }]);
    expect(post.stdout()).toContain("web: web:1 runs again (1 of 1)");
  });
});
