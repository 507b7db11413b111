import type { Service } from "../manifest";
import { serviceName } from "../names";
import { ask, publicUrl } from "../public-host";
import type { Release } from "../release";
import { describeTasks, type EcsServices, type EcsTaskLister, listServiceTasks } from "../task";
import type { Observed, RunningTask } from "./verdict";

export interface EcsLook extends EcsServices, EcsTaskLister {}

export interface Sighting extends Observed {
  readonly url: string;
}

/** Reads one service from the running system: nothing of it is remembered from the deployment. */
export async function observe(
  ecs: EcsLook,
  cluster: string,
  pattern: string,
  service: Service,
  release: Release | undefined,
): Promise<Sighting> {
  const url = publicUrl(pattern, service.subdomain);
  const [answer, seen] = await Promise.all([askVersion(url), describe(ecs, cluster, serviceName(service.name))]);
  return { service: service.name, url, answer, ecs: seen, release };
}

const answerLimitMs = 5_000;

async function askVersion(url: string): Promise<Observed["answer"]> {
  try {
    const response = await ask(`${url}/version`, answerLimitMs);
    if (response.status !== 200) return { kind: "none", why: `${url}/version answers ${response.status}` };
    const { service, key } = Object(JSON.parse(response.body)) as Record<string, unknown>;
    if (typeof service !== "string" || typeof key !== "string")
      return { kind: "none", why: `${url}/version answers no service and key` };
    return { kind: "version", service, key };
  } catch (error) {
    return { kind: "none", why: `${url}/version: ${(error as Error).message}` };
  }
}

async function describe(ecs: EcsLook, cluster: string, name: string): Promise<Observed["ecs"]> {
  const { services = [] } = await ecs.describeServices({ cluster, services: [name] }).catch(absentCluster);
  const service = services.find(({ status }) => status === "ACTIVE");
  if (!service) return { kind: "none", why: `${cluster} has no service ${name}` };
  const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
  return {
    kind: "service",
    desired: service.desiredCount ?? 0,
    rollout: primary?.rolloutState ?? "unknown",
    revision: primary?.taskDefinition ?? "",
    tasks: await runningTasks(ecs, cluster, name),
  };
}

/** Before the first deployment there is no cluster, and so no service. */
function absentCluster(error: Error): { services: [] } {
  if (error.name === "ClusterNotFoundException") return { services: [] };
  throw error;
}

async function runningTasks(ecs: EcsLook, cluster: string, ecsName: string): Promise<RunningTask[]> {
  const arns = await listServiceTasks(ecs, { cluster, ecsName, desiredStatus: "RUNNING" });
  return (await describeTasks(ecs, cluster, arns))
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .map(({ taskArn = "", startedAt = new Date(0), containers = [] }) => ({
      arn: taskArn,
      startedAt,
      digests: containers.flatMap(({ imageDigest }) => imageDigest ?? []),
    }));
}
