import { type Environment, namesOf, servicePattern, systemClock } from "@cashsouk/deploy";
import { openAccount } from "../aws/account";
import { clients } from "../aws/clients";
import { checkout } from "../checkout";
import type { Tools } from "./verb";

const askTimeoutMs = 10_000;

export type RolloutTerms = Awaited<ReturnType<typeof rolloutByHand>>["terms"];

/** What a rollout works with that a person starts, and the terms of each: judged and taken back as the workflow's. */
export async function rolloutByHand({ log, cancelled }: Tools, environment: Environment) {
  const { arn } = await openAccount(log);
  const { gitAncestry } = await import("@cashsouk/deploy/release");
  const { ask, publicUrlPattern } = await import("@cashsouk/deploy/public-host");
  const stacks = await clients.cloudFormation();
  const publicUrls = await publicUrlPattern(stacks, environment);
  const { cluster, ledger } = namesOf(environment);
  const terms = {
    cluster,
    ledger,
    allowZero: false,
    run: `by hand, ${arn}`,
    onFailure: "rollback",
    onCancel: "rollback",
    healthUrl: `${publicUrls}{health}`,
    versionUrl: `${publicUrls}/version`,
    serviceName: servicePattern,
    container: "{service}",
  } as const;
  const ports = {
    ecs: await clients.ecs(),
    logs: await clients.logs(),
    logsIn: await clients.logsIn(),
    targets: await clients.targets(),
    ecr: await clients.ecr(),
    ecrIn: await clients.ecrIn(),
    ledger: await clients.ssm(),
    stacks,
    get: (url: string) => ask(url, askTimeoutMs),
    isAncestor: gitAncestry(checkout),
    clock: systemClock,
    log,
    cancelled,
  };
  return { ports, terms };
}
