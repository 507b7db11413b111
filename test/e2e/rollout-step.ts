import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { exampleSettings, service } from "./example";
import { root } from "./world";

const bundles = join(root, "actions", "dist");
/** What GitHub starts the bundles on. */
const node = join(root, ".local", "bin", "node");

type Values = Readonly<Record<string, string>>;

interface Ended {
  green: boolean;
  /** Its outputs. */
  outcome: string;
  reason: string;
  log: string;
}

/** A step of ecs-rollout on the example's service, from the bundle and as GitHub's runner starts it. */
export function startRollout(inputs: Values) {
  const { child, ended, log } = start("ecs-rollout.mjs", inputs);

  /** Resolves when its log has this. */
  const logged = async (text: RegExp) => {
    while (!text.test(log())) {
      if (child.exitCode !== null) throw new Error(`the step ended before its log had ${text}`);
      await pause(50);
    }
  };
  /** As the runner cancels it: SIGINT, after 7.5 s SIGTERM, after 2.5 s more the end; then the post step. */
  const cancel = async () => {
    for (const [signal, patienceMs] of [
      ["SIGINT", 7500],
      ["SIGTERM", 2500],
      ["SIGKILL", 0],
    ] as const)
      if (child.exitCode === null && child.kill(signal)) await Promise.race([ended, pause(patienceMs)]);
    await start("ecs-rollout-post.mjs", inputs, (await ended).state).ended;
  };
  const result = ended.then(({ code, output: { outcome = "", reason = "" } }): Ended => {
    return { green: code === 0, outcome, reason, log: log() };
  });
  return { logged, cancel, ended: result };
}

function start(bundle: string, inputs: Values, state: Values = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rollout-"));
  const [output, saved, summary] = ["output", "state", "summary"].map((name) => join(folder, name));
  for (const file of [output, saved, summary]) writeFileSync(file!, "");
  const child = spawn(node, [join(bundles, bundle)], {
    cwd: folder,
    env: {
      ...account(),
      ...prefixed("INPUT_", Object.entries({ ...service, ...inputs }), (name) => name.toUpperCase()),
      ...prefixed("STATE_", Object.entries(state), (name) => name),
      GITHUB_OUTPUT: output,
      GITHUB_STATE: saved,
      GITHUB_STEP_SUMMARY: summary,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      log += chunk;
      process.stdout.write(chunk);
    });
  const ended = new Promise<{ code: number | null; output: Values; state: Values }>((resolve) =>
    child.on("close", (code) => {
      resolve({ code, output: readCommands(output!), state: readCommands(saved!) });
      rmSync(folder, { recursive: true });
    }),
  );
  return { child, ended, log: () => log };
}

function account(): NodeJS.ProcessEnv {
  const { region, endpoint, credentials } = exampleSettings();
  return {
    PATH: process.env["PATH"],
    AWS_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}

function prefixed(prefix: string, values: [string, string][], spell: (name: string) => string): Values {
  return Object.fromEntries(values.map(([name, value]) => [`${prefix}${spell(name)}`, value]));
}

/** The runner's file commands: `name<<delimiter`, the value, the delimiter. */
function readCommands(file: string): Values {
  const commands = readFileSync(file, "utf8").matchAll(/^(\S+?)<<(\S+)\r?\n(.*?)\r?\n\2$/gms);
  return Object.fromEntries([...commands].map(([, name = "", , value = ""]): [string, string] => [name, value]));
}
