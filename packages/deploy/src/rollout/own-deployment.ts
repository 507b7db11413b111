import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { askPatiently } from "../aws-fault";
import { DeployError } from "../error";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";

type Named = Pick<OwnDeployment, "cluster" | "ecsName">;
type Tools = Pick<RolloutTools, "ecs" | "clock" | "log">;

/** The service as ECS describes it; its absence is an error with ECS's reason. */
export async function describeService(tools: Tools, { cluster, ecsName }: Named): Promise<Service> {
  const { services = [], failures = [] } = await askPatiently(tools, `${cluster}/${ecsName}`, () =>
    tools.ecs.describeServices({ cluster, services: [ecsName] }),
  );
  const [service] = services;
  if (service && service.status !== "INACTIVE") return service;
  const [failure] = failures;
  const why = failure ? [failure.reason, failure.detail].filter(Boolean).join(" ") : "ECS lists no such service";
  throw new DeployError("no-such-service", `${cluster}/${ecsName}: ${why}`);
}

/** The ARNs of the service's latest deployments, newest first. */
export async function listDeployments({ ecs }: Pick<Tools, "ecs">, { cluster, ecsName }: Named): Promise<string[]> {
  const { serviceDeployments = [] } = await ecs.listServiceDeployments({ cluster, service: ecsName, maxResults: 20 });
  return serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
}

/** Finds our service deployment (the one that leads to our revision and was not there before), then remembers it. */
export function ownDeployment(tools: Tools, own: OwnDeployment) {
  const about = `${own.cluster}/${own.ecsName}`;
  let arn: string | undefined;

  async function describe(arns: readonly string[]): Promise<ServiceDeployment[]> {
    if (arns.length === 0) return [];
    const answer = await askPatiently(tools, about, () =>
      tools.ecs.describeServiceDeployments({ serviceDeploymentArns: [...arns] }),
    );
    return answer.serviceDeployments ?? [];
  }

  async function leadsToOurs({ targetServiceRevision }: ServiceDeployment): Promise<boolean> {
    const revisionArn = targetServiceRevision?.arn;
    if (!revisionArn) return false;
    const { serviceRevisions = [] } = await askPatiently(tools, about, () =>
      tools.ecs.describeServiceRevisions({ serviceRevisionArns: [revisionArn] }),
    );
    return serviceRevisions[0]?.taskDefinition === own.revision;
  }

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
