import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { deployStack } from "@cashsouk/deploy/stack";
import { run } from "../command";
import { emulator } from "../instance/emulator";
import { identityOf, type Instance, region } from "../instance/instance";
import { slack } from "../instance/slack";
import { startInstance } from "../instance/start";
import { checkout as ownCheckout } from "../machine/folders";
import { withLock } from "../machine/lock";
import { setUpMachine } from "../machine/setup";
import type { Progress, Write } from "../progress";
import { copyFiles } from "../workflow/copy-checkout";
import { pushToMain } from "../workflow/github-events";
import { ownRepository } from "../workflow/rewrite";
import { actFolder, actOn } from "./act-on";
import { rootClients } from "./clients";
import { headCommit, progressLog, requireCommit } from "./deploy";
import { keepSlackToken, stackPorts } from "./foundation";
import { runPrinter } from "./print-run";
import { localVariables } from "./variables";

export interface ExampleOptions {
  readonly instance: string;
  readonly firstPort: number | undefined;
  /** The example's repository; by default one that is made of examples/one-service. */
  readonly checkout: string | undefined;
}

const repository = "someone/hello";
const slackTokenSecret = "/hello/slack-token";

/** Pushes the example to the main of a repository of its own, in an account of its own, with our actions as a third party's. */
export async function pushExample(options: ExampleOptions, progress: Progress, write: Write): Promise<void> {
  const { folder } = identityOf(options.instance);
  mkdirSync(folder, { recursive: true });
  const what = `A deployment to the instance ${options.instance}`;
  await withLock(join(folder, "deploy.lock"), () => pushAlone(options, progress, write), { what, timeoutMs: 0 });
}

async function pushAlone(options: ExampleOptions, progress: Progress, write: Write): Promise<void> {
  await setUpMachine(progress);
  const servers = [emulator, slack];
  const instance = await startInstance(options.instance, progress, { firstPort: options.firstPort, servers });
  const checkout = resolve(options.checkout ?? (await exampleRepository(instance)));
  await requireCommit(checkout);
  const account = await progress.step("foundation.yaml", () => layFoundation(instance, checkout, progress));
  const url = `http://127.0.0.1:${instance.ports.loadBalancer}`;
  const green = await actOn(
    {
      instance,
      event: pushToMain(repository, await headCommit(checkout)),
      checkout,
      repository,
      variables: { ...localVariables(instance), ...account, PUBLIC_URL: url },
      standIns: join(ownCheckout, "packages", "local-cloud", "stand-ins"),
      folders: { [ownRepository]: await actionsAlone(instance) },
    },
    progress,
    runPrinter(write),
  );
  if (!green) throw new DeployError("red", "The deployment is red: the first ✗ above says where and why.");
  write(`\nhello: ${url}/ (release: ${url}/version)\nSlack messages: http://127.0.0.1:${instance.ports.slack}/`);
}

/** What the example's README asks an administrator for, once. Gives the repository's variables. */
async function layFoundation(instance: Instance, checkout: string, progress: Progress) {
  const clients = rootClients(instance);
  const { outputs } = await deployStack(stackPorts(clients, progressLog(progress)), {
    name: "hello-foundation",
    template: join(checkout, "foundation.yaml"),
    parameters: undefined,
    overrides: { Repository: repository, SlackTokenSecret: slackTokenSecret },
    mode: "apply",
    artifacts: undefined,
    region,
    capabilities: ["CAPABILITY_NAMED_IAM"],
    roleArn: undefined,
    tags: {},
    allowReplacement: [],
    allowRemoval: [],
    replaceFailed: true,
    terminationProtection: undefined,
    waitMs: 5 * 60_000,
    images: new Map(),
    ledger: undefined,
    imageParameters: "{Service}Image",
  });
  await keepSlackToken(clients, instance, slackTokenSecret);
  return {
    AWS_REGION: region,
    DEPLOYER_ROLE_ARN: outputs["DeployerRoleArn"] ?? "",
    CLOUDFORMATION_ROLE_ARN: outputs["CloudFormationRoleArn"] ?? "",
    SLACK_TOKEN_SECRET: slackTokenSecret,
  };
}

/** A git repository with nothing of ours around it: the example as it stands in the working tree, each time as a commit. */
async function exampleRepository({ folder }: Instance): Promise<string> {
  const target = join(folder, "checkout");
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) if (name !== ".git") rmSync(join(target, name), { recursive: true });
  await copyFiles(join(ownCheckout, "examples", "one-service"), target);
  const git = (...args: [string, ...string[]]) => run(["git", "-C", target, ...args]);
  if (!existsSync(join(target, ".git"))) await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  const author = ["-c", "user.name=Example", "-c", "user.email=example@localhost"];
  if (await git("status", "--porcelain"))
    await run(["git", "-C", target, ...author, "commit", "--quiet", "--message", "The example as it stands"]);
  return target;
}

/** What a workflow of another repository gets of this one: the actions, bundles included, and no workspace. */
async function actionsAlone(instance: Instance): Promise<string> {
  const target = join(actFolder(instance), "own");
  rmSync(target, { recursive: true, force: true });
  await copyFiles(join(ownCheckout, "actions"), join(target, "actions"));
  return target;
}
