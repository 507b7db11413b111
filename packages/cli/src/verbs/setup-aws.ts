import { join } from "node:path";
import { type Environment, systemClock } from "@cashsouk/deploy";
import type { FoundationRequest, SigningKey } from "@cashsouk/deploy/foundation";
import type { ResourceChange, StackResult } from "@cashsouk/deploy/stack";
import { openAccount } from "../aws/account";
import { clients } from "../aws/clients";
import { checkout } from "../checkout";
import { columns } from "../terminal/columns";
import { environmentPositional, readEnvironment } from "./environment";
import type { Tools, Verb } from "./verb";

export const setupAws: Verb = {
  name: "setup-aws",
  summary: "lays down, once an account, what a workflow needs before it can deploy",
  does:
    "Lays down the stacks cashsouk-bootstrap (artifacts bucket, GitHub's OIDC provider, the deployer's, the planner's " +
    "and CloudFormation's roles) and cashsouk-registry (the image repositories). Shows each change set and asks before " +
    "it is executed. Makes the key pair by which CloudFront knows the API's addresses of files, once. Ends with the variables that the repository on GitHub needs, NAME=value, one a line on standard " +
    "output. Again later it changes what differs from the templates, or nothing.",
  needs: [
    "AWS credentials with an administrator's rights in the account, and the Region enabled",
    "cloudformation/parameters/<environment>/bootstrap.json with DeployerSubjects, or --parameter (cloudformation/README.md)",
  ],
  examples: [
    "cashsouk setup-aws staging --dry-run",
    "cashsouk setup-aws staging --parameter DeployerSubjects=repo:owner/name:ref:refs/heads/main > variables.env",
    "gh variable set --env-file variables.env",
  ],
  positionals: [environmentPositional],
  flags: {
    parameter: { value: "<Name=value>", help: "a parameter of bootstrap.yaml, over its parameter file", many: true },
    "replace-failed": { help: "delete a stack whose creation was rolled back, and create it anew" },
    yes: { help: "execute the change sets without asking" },
  },
  prepare(read) {
    const environment = readEnvironment(read);
    const overrides = read.map("--parameter");
    const replaceFailed = read.flag("--replace-failed", false);
    const ask = !read.flag("--yes", false);
    return (tools) => run(tools, { environment, overrides, replaceFailed, ask });
  },
};

interface Request extends Pick<FoundationRequest, "environment" | "overrides" | "replaceFailed"> {
  readonly ask: boolean;
}

async function run(tools: Tools, { ask, ...given }: Request): Promise<void> {
  const { log, print, cancelled, dryRun, confirm } = tools;
  const { region, id } = await openAccount(log);
  const { keepSigningKeys, layFoundation, workflowVariables } = await import("@cashsouk/deploy/foundation");
  const ports = {
    cloudFormation: await clients.cloudFormation(),
    artifacts: await clients.s3(),
    ledger: await clients.ssm(),
    clock: systemClock,
    log,
    cancelled,
    async approve(stack: string, changes: readonly ResourceChange[]) {
      for (const line of changeLines(changes)) log.info(`  ${line}`);
      return !ask || confirm(`${stack} in account ${id}: execute these ${changes.length} changes?`, "--yes");
    },
  };
  const templates = join(checkout, "cloudformation");
  const request = { ...given, templates, region, mode: dryRun ? "plan" : "apply" } as const;
  const stacks = await layFoundation(ports, request);
  const both = [stacks.bootstrap, stacks.registry];
  const keyPorts = { secrets: await clients.secrets(), parameters: ports.ledger };
  const keys = await keepSigningKeys(keyPorts, request);
  if (dryRun) return print([...both.flatMap(planned), ...keys.map((key) => keyLine(key, "would be "))].join("\n"));
  for (const { name, outcome, status } of both) log.info(`${name}: ${outcome.kind} (${status})`);
  for (const key of keys) log.info(keyLine(key, ""));
  log.info("The repository's variables on GitHub (gh variable set --env-file FILE):");
  const variables = Object.entries(workflowVariables(request, stacks));
  print(variables.map(([name, value]) => `${name}=${value}`).join("\n"));
  for (const line of nextSteps(given.environment)) log.info(line);
}

function planned({ name, outcome, changes, refused, status }: StackResult): string[] {
  if (outcome.kind === "unchanged") return [`${name}: nothing to change: ${outcome.why}`];
  return [
    `${name}: ${changes.length} changes${status ? "" : ", as a new stack"}`,
    ...refused.map((why) => `  refused: ${why}`),
    ...changeLines(changes).map((line) => `  ${line}`),
  ];
}

function keyLine({ place, secret, outcome }: SigningKey, wouldBe: string): string {
  const what = outcome === "kept" ? "is there already" : `${wouldBe}${outcome}`;
  return `key pair ${place} for files' addresses: ${what} (${secret})`;
}

function changeLines(changes: readonly ResourceChange[]): string[] {
  return columns(
    changes.map(({ action, path, type, replacement }) => [
      action,
      path,
      type,
      replacement && replacement !== "False" ? `replaced: ${replacement}` : "",
    ]),
  );
}

function nextSteps(environment: Environment): string[] {
  const file = `cloudformation/parameters/${environment}/platform.json`;
  return [
    "Left to do by hand: the Slack bot's token into the secret SLACK_TOKEN_SECRET, the channel as SLACK_CHANNEL,",
    `CertificateArn and OriginPrefixListId in ${file} (cloudformation/README.md). Then a push to main deploys.`,
  ];
}
