import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { render, table } from "@cashsouk/deploy/running";
import { run } from "../command";
import { identityOf, type Instance, readInstance } from "../instance/instance";
import { startInstance } from "../instance/start";
import { checkout as ownCheckout } from "../machine/folders";
import { withLock } from "../machine/lock";
import { setUpMachine } from "../machine/setup";
import type { Progress } from "../progress";
import { dispatch, type GithubEvent, pullRequest, startedBy } from "../workflow/github-events";
import { ownRepository } from "../workflow/rewrite";
import { actOnDeployed } from "./act-on-deployed";
import { rootClients } from "./clients";
import { makeDemoUsers, readDemoUsers, renderDemoUsers } from "./demo-users";
import { pushToMain, requireCommit } from "./deploy";
import { look } from "./look";
import { publicUrlPattern } from "./variables";

export interface DeployOptions {
  readonly instance: string;
  readonly firstPort: number | undefined;
  /** Another checkout than this one: what is deployed, while the local cloud stays this checkout's. */
  readonly checkout: string | undefined;
  readonly json: boolean;
  /** Variables of the repository that differ from what they are here. */
  readonly variables: Readonly<Record<string, string>>;
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

/** The main job: sets up, starts, pushes to main, and ends with the table of what runs. Red unless all of it is well. */
export async function deployLocal(options: DeployOptions, progress: Progress): Promise<void> {
  const { folder } = identityOf(options.instance);
  mkdirSync(folder, { recursive: true });
  await alone(options.instance, "A deployment to", () => deployAlone(options, progress));
}

/** One run of a workflow at a time: act works in one folder. */
async function alone(name: string, what: string, work: () => Promise<void>): Promise<void> {
  await withLock(join(identityOf(name).folder, "deploy.lock"), work, {
    what: `${what} the instance ${name}`,
    // Whoever waited would deploy what he had when he came, over what was deployed meanwhile.
    timeoutMs: 0,
    hint: "Wait for its end, or stop it: make down",
  });
}

async function deployAlone(options: DeployOptions, progress: Progress): Promise<void> {
  const begun = new Date();
  const checkout = resolve(options.checkout ?? ownCheckout);
  await requireCommit(checkout);
  await setUpMachine(progress);
  const instance = await startInstance(options.instance, progress, { firstPort: options.firstPort, checkout });
  const green = await pushToMain(instance, { checkout, variables: options.variables }, progress, print);
  const read = table(await look(instance, checkout), begun);
  print(`\n${render(read)}\n`);
  print(`Slack messages: http://127.0.0.1:${instance.ports.slack}/`);
  if (!green) throw new DeployError("red", "The deployment is red: the first ✗ above says where and why.");
  if (!read.good) throw new DeployError("not-as-released", "What runs is not what the ledger says: see OUTCOME.");
  await makeDemoUsers(rootClients(instance), instance.secrets.demoPassword);
  await printDemoUsers(instance);
}

async function printDemoUsers(instance: Instance): Promise<void> {
  const { demoPassword } = instance.secrets;
  const users = await readDemoUsers(rootClients(instance), publicUrlPattern(instance), demoPassword);
  if (users.length > 0) print(`\n${renderDemoUsers(users)}`);
}

export interface WorkflowOptions extends DeployOptions {
  readonly workflow: string | undefined;
  readonly inputs: Readonly<Record<string, string>>;
}

/** One of the workflows that a pull request with the checkout's last commit starts; what is deployed is not changed. */
export async function proposeLocal(options: WorkflowOptions, progress: Progress): Promise<void> {
  const checkout = resolve(options.checkout ?? ownCheckout);
  const workflow = startable("pull_request", options.workflow, checkout);
  await requireCommit(checkout);
  const base = (await run(["git", "-C", checkout, "rev-parse", "HEAD^"])).trim();
  await actOnly(options, pullRequest(ownRepository, workflow, base), progress);
}

/** A workflow that waits for somebody's button, on what is deployed. */
export async function dispatchLocal(options: WorkflowOptions, progress: Progress): Promise<void> {
  const workflow = startable("workflow_dispatch", options.workflow, resolve(options.checkout ?? ownCheckout));
  await actOnly(options, dispatch(ownRepository, workflow, { environment: "local", ...options.inputs }), progress);
}

/** The file of the workflow of this name, if such an event starts it. */
function startable(event: GithubEvent["name"], workflow = "", checkout: string): string {
  const known = startedBy(event, checkout);
  if (!known.includes(workflow))
    throw new DeployError("invalid-workflow", `--workflow: want one of ${known.join(", ")}, got "${workflow}"`);
  return `${workflow}.yml`;
}

async function actOnly(options: DeployOptions, event: GithubEvent, progress: Progress): Promise<void> {
  const instance = deployedInstance(options.instance);
  await alone(options.instance, `${event.workflow} on`, async () => {
    const checkout = resolve(options.checkout ?? ownCheckout);
    await requireCommit(checkout);
    const green = await actOnDeployed(instance, { event, checkout, variables: options.variables }, progress, print);
    if (!green) throw new DeployError("red", `${event.workflow} is red: the first ✗ above says where and why.`);
  });
}

/** The table and the demo users, read from the running instance; as JSON for programs. */
export async function printTable(options: DeployOptions): Promise<void> {
  const instance = deployedInstance(options.instance);
  const sightings = await look(instance, resolve(options.checkout ?? ownCheckout));
  const read = table(sightings);
  print(options.json ? JSON.stringify(sightings, null, 2) : render(read));
  if (!options.json) await printDemoUsers(instance);
  if (!read.good) process.exitCode = 1;
}

function deployedInstance(name: string): Instance {
  const instance = readInstance(name);
  if (!instance) throw new DeployError("never-started", `${name}: was never started`, "Run: make deploy-local");
  return instance;
}
