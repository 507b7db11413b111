import type { Service, Task } from "@aws-sdk/client-ecs";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import { askPatiently, isPassing } from "../asking/ask-patiently";
import { whyFailed } from "../aws-fault";
import { credentialsFault } from "../credentials-fault";
import type { RolloutTools } from "./ports";

type Tools = Pick<RolloutTools, "targets">;
type Patient = Pick<RolloutTools, "targets" | "clock" | "log">;

/** The states of a service's targets, `healthy` or with their reason; empty where it has no load balancer or no target yet. */
export async function targetStates(tools: Tools, service: Service): Promise<string[]> {
  return (await targetsByBalancer(tools, service)).flatMap(({ targets }) => targets.map(stateOf)).sort();
}

/**
 * How a service is judged that has no public host: what is wrong now, and what people should know of the judgement.
 * `tasks`: those that run our revision, each of which has to be a healthy target; a group may hold others' targets too.
 */
export async function judgeTargets(
  tools: Patient,
  service: Service,
  tasks: readonly Task[],
): Promise<Partial<Problem> & { readonly note: string }> {
  const balancers = groupsOf(service).length;
  if (balancers === 0) {
    const missing = service.loadBalancers?.length ? "target group" : "load balancer";
    return { note: `no public host was asked, and it has no ${missing}: judged by its tasks alone` };
  }
  const note = "no public host was asked: judged by its tasks and their target health alone";
  try {
    const about = `${service.serviceName}: its targets' health`;
    const asked = await askPatiently(tools, about, () => targetsByBalancer(tools, service));
    const problems = asked.flatMap(({ groups, targets }) => {
      const found = problemOf(targets, tasks);
      const where = balancers > 1 ? ` in ${groups.map(nameOf).join(" or ")}` : "";
      return found ? { ...found, problem: found.problem + where } : [];
    });
    const isOnItsWay = problems.every((one) => one.isOnItsWay);
    return problems.length > 0
      ? { problem: problems.map(({ problem }) => problem).join(", and "), isOnItsWay, note }
      : { note };
  } catch (thrown) {
    const { cause: error = thrown } = thrown as Error;
    // A refusal leaves the tasks to judge by; what AWS did not answer leaves nothing.
    if (isPassing(error) || credentialsFault(error)) throw thrown;
    if ((error as Error).name.startsWith("TargetGroupNotFound"))
      return { problem: `its target group is not there (${whyFailed(error)})`, note };
    return {
      note: `no public host was asked, and target health can't be read (${whyFailed(error)}): judged by its tasks alone`,
    };
  }
}

/**
 * The target groups of each load balancer of a service. A blue/green deployment has a second one, and either may have
 * the traffic after it, so that both are judged as one.
 */
function groupsOf({ loadBalancers = [] }: Service): string[][] {
  return loadBalancers
    .map(({ targetGroupArn, advancedConfiguration }) =>
      [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter((arn) => arn !== undefined),
    )
    .filter((groups) => groups.length > 0);
}

async function targetsByBalancer({ targets }: Tools, service: Service) {
  const ask = async (TargetGroupArn: string) =>
    (await targets.describeTargetHealth({ TargetGroupArn })).TargetHealthDescriptions ?? [];
  return Promise.all(
    groupsOf(service).map(async (groups) => ({ groups, targets: (await Promise.all(groups.map(ask))).flat() })),
  );
}

interface Problem {
  readonly problem: string;
  /** A task that came later, by autoscaling or for one that was taken away, is checked for the first time; nothing is wrong yet. */
  readonly isOnItsWay: boolean;
}

function problemOf(all: readonly TargetHealthDescription[], tasks: readonly Task[]): Problem | undefined {
  const ours = targetsOf(all, tasks);
  const states = (ours?.flat() ?? all)
    .map(stateOf)
    .filter((state) => !state.startsWith("draining"))
    .sort();
  const bad = states.filter((state) => state !== "healthy" && !state.startsWith("unused"));
  if (bad.length > 0) {
    const isOnItsWay = bad.every((state) => state.startsWith("initial"));
    return { problem: `its targets are ${states.join(", ")}`, isOnItsWay };
  }
  if (!states.includes("healthy")) return { problem: "it has no healthy target", isOnItsWay: false };
  const without = ours?.filter((targets) => !targets.map(stateOf).includes("healthy")).length ?? 0;
  const problem = `${without} of its ${tasks.length} tasks are no healthy target`;
  return without > 0 ? { problem, isOnItsWay: false } : undefined;
}

/** Each task's targets; `undefined` where a target is not told by a task's own address: it may be an instance. */
function targetsOf(all: readonly TargetHealthDescription[], tasks: readonly Task[]) {
  const addresses = tasks.map(
    ({ attachments = [] }) => new Set(attachments.flatMap(({ details = [] }) => details.map(({ value }) => value))),
  );
  const isAddress = ({ Target }: TargetHealthDescription) => /^[\d.]+$/.test(Target?.Id ?? "");
  if (!all.some(isAddress) || addresses.some(({ size }) => size === 0)) return undefined;
  return addresses.map((own) => all.filter(({ Target }) => own.has(Target?.Id)));
}

const stateOf = ({ TargetHealth: health }: TargetHealthDescription) =>
  [health?.State, health?.Reason && `(${health.Reason})`].filter(Boolean).join(" ");

/** arn:…:targetgroup/NAME/ID */
const nameOf = (arn: string) => arn.split("/").at(-2) ?? arn;
