import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneService } from "../ecs-rollout/src/testing/one-service";
import { nodeBinaries } from "../node-versions";

/**
 * ecs-rollout's whole run against an ECS that answers at once, as CPU (user and system, Node's own start included),
 * beside a bare script that makes the same calls. Both run by turns; the medians are compared.
 */
const rounds = Number(process.argv[2] ?? 9);
const limit = 1.5;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cashsouk-bench-"));
  try {
    const actions = join(__dirname, "..");
    const rolldown = (...args: string[]) =>
      execFileSync("pnpm", ["exec", "rolldown", ...args], { cwd: actions, stdio: "pipe" });
    rolldown("-c", "rolldown.config.mjs", "-d", join(folder, "dist"));
    rolldown("bench/bare-rollout.mts", "-d", join(folder, "bare"), "--platform", "node", "--format", "esm");
    const [rollout, bare] = [join(folder, "dist", "ecs-rollout.mjs"), join(folder, "bare", "bare-rollout.js")];
    writeFileSync(join(folder, "bare", "package.json"), '{"type":"module"}');
    for (const node of nodeBinaries()) await compare(node, { folder, rollout, bare });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Compared {
  readonly folder: string;
  readonly rollout: string;
  readonly bare: string;
}

async function compare(node: string, { folder, rollout, bare }: Compared): Promise<void> {
  const times: { rollout: number[]; bare: number[] } = { rollout: [], bare: [] };
  let calls: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await measure(node, rollout, folder, {});
    times.rollout.push(first.cpuMs);
    calls = first.calls.map(({ action }) => action);
    const file = join(folder, "calls.json");
    writeFileSync(file, JSON.stringify(first.calls));
    times.bare.push((await measure(node, bare, folder, { CALLS: file })).cpuMs);
  }
  const [ours, floor] = [median(times.rollout), median(times.bare)];
  const ratio = ours / floor;
  print(`${execFileSync(node, ["--version"]).toString().trim()}: ${calls.length} calls: ${calls.join(" ")}`);
  print(
    `  ecs-rollout ${ours.toFixed(0)} ms CPU, the same calls bare ${floor.toFixed(0)} ms: ` +
      `${ratio.toFixed(2)} of at most ${limit} (medians of ${rounds})`,
  );
  if (ratio > limit) process.exitCode = 1;
}

/** Runs a program against a fresh cluster, to its end. */
async function measure(node: string, program: string, folder: string, more: Record<string, string>) {
  const wire = await startAwsWire(oneService({ becomesSteady: true }).script);
  const cpu = join(folder, "cpu");
  const preload = join(folder, "preload.cjs");
  writeFileSync(
    preload,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(cpu)}, JSON.stringify(process.cpuUsage())))`,
  );
  for (const name of ["output", "state"]) writeFileSync(join(folder, name), "");
  const env = {
    ...more,
    INPUT_CLUSTER: "shop",
    INPUT_SERVICE: "web",
    INPUT_IMAGE: "registry.test/web:2",
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STATE: join(folder, "state"),
    AWS_ENDPOINT_URL: wire.url,
    AWS_REGION: "x",
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  const child = spawn(node, ["--require", preload, program], { env, stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise((resolve) => child.on("close", resolve));
  await wire.close();
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`);
  const { user, system } = JSON.parse(readFileSync(cpu, "utf8")) as NodeJS.CpuUsage;
  return {
    cpuMs: (user + system) / 1000,
    calls: wire.calls.map(({ action, input }) => ({ action, input: input as object })),
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

void main();
