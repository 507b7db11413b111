import { parseArgs } from "node:util";
import { DeployError, describeError } from "@cashsouk/deploy";
import { bench } from "./bench/bench";
import { checks } from "./checks/checks";
import { runChecks } from "./checks/run-checks";
import { pushExample } from "./deploy/example";
import { deployLocal, dispatchLocal, printTable, proposeLocal } from "./deploy/verbs";
import { dev } from "./dev/dev";
import { buildAll } from "./dev/images";
import { migrate } from "./dev/migrate";
import { identityOf } from "./instance/instance";
import { startInstance } from "./instance/start";
import { printStatus } from "./instance/status";
import { resetInstance, stopEverything, stopInstance } from "./instance/stop";
import { usingEngine } from "./machine/engine-stop";
import { setUpMachine } from "./machine/setup";
import { progress, type Progress } from "./progress";

export interface Options {
  /** Undefined where the verb may mean all of them. */
  instance: string | undefined;
  firstPort: number | undefined;
  /** What is deployed, where it is not this checkout. */
  checkout: string | undefined;
  json: boolean;
  /** The repository's variables on GitHub, where they differ from what they are here. */
  variables: Record<string, string>;
  /** What `migrate` does, and the name and consent that it may need. */
  action: string;
  /** The workflow that `dispatch` or `pull-request` runs, and the former's inputs. */
  workflow: string | undefined;
  inputs: Record<string, string>;
  name: string | undefined;
  force: boolean;
  empty: boolean;
}

type Verb = (options: Options, progress: Progress) => Promise<unknown>;

const defaultInstance = "deploy";
const devInstance = "dev";
const print = (line: string) => void process.stdout.write(`${line}\n`);

const verbs: Record<string, Verb> = {
  setup: (_, progress) => setUpMachine(progress),
  async up({ instance, firstPort }, progress) {
    await setUpMachine(progress);
    await startInstance(instance ?? defaultInstance, progress, { firstPort });
  },
  down: ({ instance }, progress) => (instance ? stopInstance(instance, progress) : stopEverything(progress)),
  reset: ({ instance }, progress) => resetInstance(instance ?? defaultInstance, progress),
  status: ({ instance }) => printStatus(instance ?? defaultInstance),
  deploy: (options, progress) => deployLocal({ ...options, instance: options.instance ?? defaultInstance }, progress),
  "pull-request": (options, progress) =>
    proposeLocal({ ...options, instance: options.instance ?? defaultInstance }, progress),
  dispatch: (options, progress) =>
    dispatchLocal({ ...options, instance: options.instance ?? defaultInstance }, progress),
  table: (options) => printTable({ ...options, instance: options.instance ?? defaultInstance }),
  example: (options, progress) => pushExample({ ...options, instance: options.instance ?? "example" }, progress, print),
  bench: (_, progress) => bench(progress, print),
  dev: (options, progress) => dev({ ...options, instance: options.instance ?? devInstance }, progress, print),
  build: (_, progress) => buildAll(progress, print),
  migrate: (options, progress) => migrate({ ...options, instance: options.instance ?? devInstance }, progress, print),
  async test(_, progress) {
    await setUpMachine(progress);
    const good = await runChecks(checks(), progress, print);
    if (!good) process.exitCode = 1;
  },
};

const flags = {
  instance: { type: "string" },
  "first-port": { type: "string" },
  checkout: { type: "string" },
  json: { type: "boolean" },
  var: { type: "string", multiple: true },
  workflow: { type: "string" },
  input: { type: "string", multiple: true },
  action: { type: "string" },
  name: { type: "string" },
  force: { type: "boolean" },
  empty: { type: "boolean" },
} as const;

function read(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: flags });
  } catch (cause) {
    throw new DeployError("invalid-arguments", (cause as Error).message, undefined, { cause });
  }
}

function parse(argv: string[]): { verb: Verb; options: Options } {
  const { positionals, values } = read(argv);
  const [name = ""] = positionals;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || positionals.length > 1)
    throw new DeployError(
      "invalid-verb",
      `want one of ${Object.keys(verbs).join(", ")}, got "${positionals.join(" ")}"`,
    );
  if (values.instance !== undefined) identityOf(values.instance);
  const { instance, checkout, json = false, action = "apply", name: given, force = false, empty = false } = values;
  const firstPort = parsePort(values["first-port"]);
  const variables = Object.fromEntries((values.var ?? []).map(parseVariable));
  const inputs = Object.fromEntries((values.input ?? []).map(parseInput));
  const { workflow } = values;
  return {
    verb,
    options: { instance, firstPort, checkout, json, variables, workflow, inputs, action, name: given, force, empty },
  };
}

function parseVariable(text: string): [name: string, value: string] {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new DeployError("invalid-variable", `--var: want NAME=VALUE, got "${text}"`);
}

function parseInput(text: string): [name: string, value: string] {
  const [, name, value] = /^([a-z][a-z0-9-]*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new DeployError("invalid-input", `--input: want name=value, got "${text}"`);
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined || (/^\d+$/.test(text) && Number(text) >= 1024 && Number(text) <= 65_000))
    return text === undefined ? undefined : Number(text);
  throw new DeployError("invalid-port", `--first-port: want a port from 1024 to 65000, got "${text}"`);
}

async function main(): Promise<void> {
  const { verb, options } = parse(process.argv.slice(2));
  const run = () => verb(options, progress());
  // That one may stop the engine, once no other verb uses it.
  await (verb === verbs["down"] ? run() : usingEngine(run));
}

// Ctrl-C ends `make dev | tee log`'s reader as well: what was started is stopped all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

main().catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
});
