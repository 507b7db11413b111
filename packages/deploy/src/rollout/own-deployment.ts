import type {
  DescribeServicesCommandOutput,
  Failure,
  Service,
  ServiceDeployment,
  ServiceDeploymentBrief,
} from "@aws-sdk/client-ecs";
import { askPatiently, askRepeatedly } from "../asking/ask-patiently";
import { DeployError } from "../error";
import { inspecting, noSuchService } from "../task";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";

type Named = Pick<OwnDeployment, "cluster" | "ecsName">;
type Tools = Pick<RolloutTools, "ecs" | "clock" | "log">;

/** How often a service that was there is looked for, and how long between: one answer without it may be read-after-write lag. */
const mostLooks = 5;
const lookEveryMs = 2000;

/** The service as ECS describes it; its absence, and its deletion, are an error with ECS's reasons. */
export async function describeService(tools: Tools, named: Named): Promise<Service> {
  const about = nameOf(named);
  for (let looks = 1; ; looks++) {
    const answer = await askPatiently(tools, about, () => askFor(tools, named));
    const isMissing = !answer.services?.length && (answer.failures ?? []).every(({ reason }) => reason === "MISSING");
    if (!isMissing || looks === mostLooks) return serviceIn(about, answer);
    await tools.clock.sleep(lookEveryMs);
  }
}

/** The same before anything is begun, so that nothing can have become of it: a refusal stays what it is. */
export async function findService(tools: Tools, named: Named): Promise<Service> {
  const about = nameOf(named);
  return serviceIn(about, await inspecting(about, () => askRepeatedly(tools, about, () => askFor(tools, named))));
}

const nameOf = ({ cluster, ecsName }: Named) => `${cluster}/${ecsName}`;

const askFor = ({ ecs }: Tools, { cluster, ecsName }: Named) => ecs.describeServices({ cluster, services: [ecsName] });

type Described = Pick<DescribeServicesCommandOutput, "services" | "failures">;

function serviceIn(about: string, { services = [], failures = [] }: Described): Service {
  const [service] = services;
  const { status = "ACTIVE" } = service ?? {};
  if (service && status === "ACTIVE") return service;
  const gone = { DRAINING: "is being deleted", INACTIVE: "was deleted" }[status];
  if (gone) throw new DeployError("no-such-service", `${about}: ${gone} (${status})`);
  throw noSuchService(about, inWords(failures));
}

/** Every failure with its reason and detail. */
function inWords(failures: readonly Failure[]): string {
  const words = failures.map(({ arn = "", reason, detail }) =>
    [failures.length > 1 && arn, reason, detail].filter(Boolean).join(" "),
  );
  return [...new Set(words)].join("; ");
}

/** Throws ECS's refusals. What is missing may be read-after-write lag, and is no refusal. */
function refuse(about: string, failures: readonly Failure[] = []): void {
  const refused = failures.filter(({ reason }) => reason !== "MISSING");
  if (refused.length > 0)
    throw new DeployError("unknown-outcome", `${about}: what became of it is unknown: ${inWords(refused)}`);
}

/** What ECS describes in one call. */
const mostDescribed = 20;

/** The ARNs of the service's latest deployments, newest first. */
export async function listDeployments({ ecs }: Pick<Tools, "ecs">, { cluster, ecsName }: Named): Promise<string[]> {
  const listed: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.listServiceDeployments({ cluster, service: ecsName, maxResults: mostDescribed, nextToken });
    listed.push(...(page.serviceDeployments ?? []));
    nextToken = page.nextToken;
  } while (nextToken && listed.length < mostDescribed);
  // ECS promises no order.
  const age = ({ createdAt }: ServiceDeploymentBrief) => -(createdAt?.getTime() ?? 0);
  const newestFirst = listed.sort((one, other) => age(one) - age(other));
  return newestFirst.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []).slice(0, mostDescribed);
}

/** Service deployments by their ARNs, newest first. */
export async function describeDeployments(
  tools: Tools,
  { cluster, ecsName }: Named,
  arns: readonly string[],
): Promise<ServiceDeployment[]> {
  if (arns.length === 0) return [];
  const about = nameOf({ cluster, ecsName });
  const answer = await askPatiently(tools, about, () =>
    tools.ecs.describeServiceDeployments({ serviceDeploymentArns: [...arns] }),
  );
  refuse(about, answer.failures);
  const found = answer.serviceDeployments ?? [];
  return arns.flatMap((arn) => found.find((one) => one.serviceDeploymentArn === arn) ?? []);
}

/** The task definition that a service deployment leads to, by its service revision's ARN; `undefined` while that is not listed. */
export async function definitionOf(
  tools: Tools,
  named: Named,
  serviceRevisionArn: string | undefined,
): Promise<string | undefined> {
  if (!serviceRevisionArn) return undefined;
  const about = nameOf(named);
  const { serviceRevisions = [], failures } = await askPatiently(tools, about, () =>
    tools.ecs.describeServiceRevisions({ serviceRevisionArns: [serviceRevisionArn] }),
  );
  refuse(about, failures);
  return serviceRevisions[0]?.taskDefinition;
}

/**
 * The service deployments that can't be ours when the service is moved to a revision. Where another run has just moved it
 * there, ECS makes no second deployment, and that run's is ours as well.
 */
export async function formerDeployments(tools: Tools, named: Named, revision: string): Promise<string[]> {
  const listed = await listDeployments(tools, named);
  const [newest] = await describeDeployments(tools, named, listed.slice(0, 1));
  if (!newest || newest.status === "STOPPED" || newest.status?.startsWith("ROLLBACK")) return listed;
  const leadsThere = (await definitionOf(tools, named, newest.targetServiceRevision?.arn)) === revision;
  return leadsThere ? listed.slice(1) : listed;
}

/** Finds our service deployment (the one that leads to our revision and was not there before), then remembers it. */
export function ownDeployment(tools: Tools, own: OwnDeployment) {
  const about = nameOf(own);
  let arn = own.deploymentArn;

  const describe = (arns: readonly string[]) => describeDeployments(tools, own, arns);

  const leadsToOurs = async ({ targetServiceRevision: target }: ServiceDeployment) =>
    (await definitionOf(tools, own, target?.arn)) === own.revision;

  return {
    /** `undefined` while it is not listed. */
    async look(): Promise<ServiceDeployment | undefined> {
      if (arn) return (await describe([arn]))[0];
      const listed = await askPatiently(tools, about, () => listDeployments(tools, own));
      for (const found of await describe(listed.filter((one) => !own.known.includes(one))))
        if (await leadsToOurs(found)) {
          arn = found.serviceDeploymentArn;
          return found;
        }
      return undefined;
    },
  };
}
