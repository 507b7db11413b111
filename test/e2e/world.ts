import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");
/** Another instance that is deployed already can be looked at with the same tests. */
const instance = process.env["E2E_INSTANCE"] ?? "test";
export const stateFolder = join(root, ".local", instance);
/** What is deployed: a copy of this checkout in which the tests make their commits. */
const copy = join(stateFolder, "checkout");

export const services = ["api", "landing", "investor", "issuer", "admin"] as const;
export type ServiceName = (typeof services)[number];

/** One service as the verb `table --json` reads it from the running instance. */
interface Seen {
  service: ServiceName;
  url: string;
  answer: { kind: "version"; service: string; key: string } | { kind: "none"; why: string };
  ecs: {
    kind: "service";
    desired: number;
    revision: string;
    tasks: { arn: string; startedAt: string; digests: string[] }[];
  };
  release: { commit: string; key: string; digest: string; revision: string } | undefined;
}
export type World = Record<ServiceName, Seen>;

/** Makes the copy anew: the last commit with the working tree on it, as one commit. */
export function freshCopy(): void {
  rmSync(copy, { recursive: true, force: true });
  git(root, "clone", "--quiet", "--no-hardlinks", root, copy);
  const files = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0").filter(Boolean);
  for (const file of git(copy, "ls-files", "-z").split("\0").filter(Boolean)) rmSync(join(copy, file), { force: true });
  for (const file of new Set(files)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { verbatimSymlinks: true });
  }
  commitAll("The working tree");
}

/** Commits one edit of one file of the copy. */
export function commit(message: string, file: string, edit: (text: string) => string): void {
  const path = join(copy, file);
  const before = readFileSync(path, "utf8");
  const after = edit(before);
  if (after === before) throw new Error(`the edit of ${file} changes nothing: the test has to follow the file`);
  writeFileSync(path, after);
  commitAll(message);
}

export function commitNewFile(message: string, file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
  commitAll(message);
}

/** Takes the last commit back, by one that undoes it. */
export function revert(): void {
  git(copy, "revert", "--no-edit", "HEAD");
}

function commitAll(message: string): void {
  git(copy, "add", "--all");
  git(copy, ...author, "commit", "--quiet", "--allow-empty", "--message", message);
}

export function head(): string {
  return git(copy, "rev-parse", "HEAD").trim();
}

const author = ["-c", "user.name=Path test", "-c", "user.email=path-test@localhost"];

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", [...author, "-C", folder, ...args], { encoding: "utf8", maxBuffer: 64_000_000 });
}

export interface Deployment {
  green: boolean;
  output: string;
}

/** `deploy` of the local cloud, as `make deploy-local` runs it; what it prints is shown as it comes. */
export async function deploy(variables: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  const given = Object.entries(variables).map(([name, value]) => `--var=${name}=${value}`);
  const { code, output } = await localCloud("deploy", "--checkout", copy, ...given);
  return { green: code === 0, output };
}

/** A workflow that a pull request with the copy's last commit starts. */
export async function propose(workflow: "plan" | "test"): Promise<Deployment> {
  const { code, output } = await localCloud("pull-request", "--workflow", workflow, "--checkout", copy);
  return { green: code === 0, output };
}

/** A workflow that somebody runs by its button, on what is deployed. */
export async function dispatch(workflow: string, inputs: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  const given = Object.entries(inputs).map(([name, value]) => `--input=${name}=${value}`);
  const { code, output } = await localCloud("dispatch", "--workflow", workflow, "--checkout", copy, ...given);
  return { green: code === 0, output };
}

export async function look(): Promise<World> {
  const { output } = await localCloud("table", "--json", "--checkout", copy);
  const seen = JSON.parse(output) as Seen[];
  return Object.fromEntries(seen.map((one) => [one.service, one])) as World;
}

/** The table as people see it. */
export async function printedTable(): Promise<Deployment> {
  const { code, output } = await localCloud("table", "--checkout", copy);
  return { green: code === 0, output };
}

/** What the steps of the workflow's last run wrote for people, in order. */
export function summaries(workflow = "deploy"): { job: string; step: string; markdown: string }[] {
  type Line = { command?: string; job: string; step: string; content: string };
  const lines = readFileSync(join(stateFolder, "logs", `${workflow}.jsonl`), "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line)
    .flatMap(({ command, job, step, content }) =>
      command === "summary" ? [{ job: job.trim(), step, markdown: content }] : [],
    );
}

/** What the instance keeps to itself: where it answers, and its passwords. */
export function privateState() {
  return JSON.parse(readFileSync(join(stateFolder, "state.json"), "utf8")) as {
    ports: { gateway: number; proxy: number; postgres: number };
    secrets: { postgresPassword: string; demoPassword: string };
  };
}

export async function localCloud(verb: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const cwd = join(root, "packages", "local-cloud");
  const argv = ["--require", "ts-node/register", "src/main.ts", verb, "--instance", instance, ...args];
  // The SDK's notice about Node 20 would stand between the lines; the Makefile silences it as well.
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const child = spawn(process.execPath, argv, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const quiet = args.includes("--json");
  const take = (chunk: string) => {
    output += chunk;
    if (!quiet) process.stdout.write(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", quiet ? (chunk: string) => process.stderr.write(chunk) : take);
  return new Promise((done, fail) => child.on("error", fail).on("close", (code) => done({ code, output })));
}

/** What tells a service's tasks apart: a moved service has others. */
function tasks(seen: Seen): string[] {
  return seen.ecs.tasks.map(({ arn, startedAt }) => `${arn} ${startedAt}`).sort();
}

/** The services whose tasks are not the ones they were. */
export function moved(before: World, after: World): ServiceName[] {
  return services.filter((name) => tasks(before[name]).join() !== tasks(after[name]).join());
}
