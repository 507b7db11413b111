import type { ECS } from "@aws-sdk/client-ecs";
import type { Service } from "@cashsouk/deploy/manifest";
import { ask, publicUrl } from "@cashsouk/deploy/public-host";
import type { Release } from "@cashsouk/deploy/release";
import type { Observed } from "./verdict";

/** When the service's oldest running task started, beside what `differences` judges. */
export interface Sighting extends Observed {
  readonly url: string;
  readonly since: Date | undefined;
}

/** Reads one service from the running system: nothing of it is remembered from the deployment. */
export async function observe(
  ecs: ECS,
  cluster: string,
  pattern: string,
  service: Service,
  release: Release | undefined,
): Promise<Sighting> {
  const url = publicUrl(pattern, service.subdomain);
  const [answer, { since, ...seen }] = await Promise.all([
    askVersion(url),
    describe(ecs, cluster, `cashsouk-${service.name}`),
  ]);
  return { service: service.name, url, answer, ecs: seen.ecs, since, release };
}

const answerLimitMs = 5_000;

async function askVersion(url: string): Promise<Observed["answer"]> {
  try {
    const response = await ask(`${url}/version`, answerLimitMs);
    if (response.status !== 200) return { kind: "none", why: `${url}/version answers ${response.status}` };
    const { service, key } = JSON.parse(response.body) as { service: string; key: string };
    return { kind: "version", service, key };
  } catch (error) {
    return { kind: "none", why: `${url}/version: ${(error as Error).message}` };
  }
}

async function describe(
  ecs: ECS,
  cluster: string,
  name: string,
): Promise<{ ecs: Observed["ecs"]; since: Date | undefined }> {
  const { services = [] } = await ecs.describeServices({ cluster, services: [name] });
  const service = services.find(({ status }) => status === "ACTIVE");
  if (!service) return { ecs: { kind: "none", why: `${cluster} has no service ${name}` }, since: undefined };
  const { taskArns = [] } = await ecs.listTasks({ cluster, serviceName: name, desiredStatus: "RUNNING" });
  const { tasks = [] } = taskArns.length ? await ecs.describeTasks({ cluster, tasks: taskArns }) : {};
  const running = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
  const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
  return {
    ecs: {
      kind: "service",
      running: running.length,
      desired: service.desiredCount ?? 0,
      rollout: primary?.rolloutState ?? "unknown",
      revision: primary?.taskDefinition ?? "",
      digests: running.flatMap(({ containers = [] }) => containers.flatMap(({ imageDigest }) => imageDigest ?? [])),
    },
    since: running.map(({ startedAt }) => startedAt).sort((a, b) => Number(a) - Number(b))[0],
  };
}
