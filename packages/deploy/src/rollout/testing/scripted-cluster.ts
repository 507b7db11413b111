import { fault, type Script, type WireCall } from "@cashsouk/testing/aws-wire";
import { back, deploymentsAt, type Glance, good, statusAt } from "./glances";

export { crash, type Glance, good } from "./glances";

const account = "arn:aws:ecs:ap-southeast-5:123456789012";

interface Scripted {
  readonly name: string;
  desired: number;
  /** The newest deployment is the last. */
  readonly deployments: {
    id: string;
    taskDefinition: string;
    from: string;
    glances: readonly Glance[];
    tick: number;
  }[];
}

export interface ClusterOptions {
  /** What happens to a deployment of a service, in the order of its updates; `good` beyond the list. */
  readonly updates?: Record<string, readonly (readonly Glance[])[]>;
  /** How the service's deployment looks before anything is updated. */
  readonly initially?: Record<string, readonly Glance[]>;
  readonly desired?: Record<string, number>;
  readonly stoppedTasks?: readonly object[];
  readonly logLines?: readonly string[];
  /** Fields in which the family's latest revision (2) differs from the running one (1). */
  readonly reshaped?: Record<string, object>;
  readonly releases?: readonly object[];
  /** Entries that the ledger had before those, the oldest first. */
  readonly history?: readonly object[];
  /** What DescribeServices says of every service beside its counts and deployments. */
  readonly service?: object;
  /** The image that a service runs before anything is updated, or its digest, where it isn't `old`. */
  readonly running?: Record<string, string>;
  /** The revision that each service runs was deregistered, as a template's update does; an equal one came after it. */
  readonly deregistered?: boolean;
}

export const definitionArn = (family: string, revision: number) => `${account}:task-definition/${family}:${revision}`;
export const imageOf = (name: string, digest: string) => `repo/${name}@sha256:${digest}`;

/** An ECS cluster at the wire whose deployments go as written down. */
export function scriptedCluster(names: readonly string[], options: ClusterOptions = {}) {
  const {
    updates = {},
    initially = {},
    desired = {},
    stoppedTasks = [],
    logLines = [],
    releases = [],
    history = [],
  } = options;
  const definitions = new Map<string, Record<string, unknown>>();
  const services = new Map<string, Scripted>();
  const recorded: Record<string, unknown>[] = [];
  for (const name of names) {
    const family = `cashsouk-${name}`;
    define(family, { containerDefinitions: [containerOf(name)], cpu: "256" });
    const reshaped = options.reshaped?.[name] ?? (options.deregistered ? {} : undefined);
    if (reshaped) define(family, { containerDefinitions: [containerOf(name)], cpu: "256", ...reshaped });
    if (options.deregistered) Object.assign(definitions.get(definitionArn(family, 1)) ?? {}, { status: "INACTIVE" });
    const first = { id: `ecs-svc/${name}-0`, taskDefinition: definitionArn(family, 1), from: "", tick: 0 };
    const glances = initially[name] ?? [{ is: "steady" }];
    services.set(family, { name, desired: desired[name] ?? 1, deployments: [{ ...first, glances }] });
  }

  function containerOf(name: string) {
    const running = options.running?.[name] ?? "old";
    const image = /[/:]/.test(running) ? running : imageOf(name, running);
    const awslogs = { "awslogs-group": `/ecs/${name}`, "awslogs-stream-prefix": name };
    return { name, image, essential: true, logConfiguration: { logDriver: "awslogs", options: awslogs } };
  }

  function define(family: string, content: object): Record<string, unknown> {
    const revision = [...definitions.keys()].filter((arn) => arn.includes(`/${family}:`)).length + 1;
    const taskDefinitionArn = definitionArn(family, revision);
    const definition = { ...content, family, revision, taskDefinitionArn, status: "ACTIVE" };
    definitions.set(taskDefinitionArn, definition);
    return definition;
  }

  function findDefinition(name: string) {
    const family = [...definitions.values()].filter((one) => one["family"] === name && one["status"] === "ACTIVE");
    return definitions.get(name) ?? family.at(-1);
  }

  const deploymentArn = (id: string) => `${account}:service-deployment/c/s/${id.slice("ecs-svc/".length)}`;
  const newest = (service: Scripted) => {
    const found = service.deployments.at(-1);
    if (!found) throw new Error(`${service.name} has no deployment`);
    return found;
  };
  const glanceOf = ({ glances, tick }: { glances: readonly Glance[]; tick: number }): Glance =>
    glances[Math.min(Math.max(tick - 1, 0), glances.length - 1)] ?? { is: "lag" };

  function describe(service: Scripted) {
    const own = newest(service);
    own.tick++;
    const glance = glanceOf(own);
    const count = service.desired;
    const deployments = deploymentsAt(glance, own, count);
    return {
      serviceName: `cashsouk-${service.name}`,
      status: "ACTIVE",
      desiredCount: count,
      taskDefinition: own.taskDefinition,
      deployments,
      ...options.service,
    };
  }

  /** The service's tasks that run, as its newest deployment looked last. */
  function runningTasks(service: Scripted): object[] {
    const own = newest(service);
    const glance = glanceOf(own);
    const { ours, former = 0 } =
      glance.is === "raw"
        ? (glance.running ?? { ours: service.desired })
        : glance.is === "steady"
          ? { ours: service.desired }
          : { ours: 0, former: service.desired };
    const tasks = (count: number, taskDefinitionArn: string) =>
      Array.from({ length: count }, (_, index) => ({
        taskArn: `task/c/${service.name}-${taskDefinitionArn.split(":").at(-1)}-${index}`,
        taskDefinitionArn,
        lastStatus: "RUNNING",
      }));
    return [...tasks(ours, own.taskDefinition), ...tasks(former, own.from)];
  }

  function statusOf(deployment: Scripted["deployments"][number]) {
    const glance = glanceOf(deployment);
    const isNewest = [...services.values()].some((service) => newest(service) === deployment);
    if (!isNewest && (glance.is === "in-progress" || glance.is === "lag"))
      return { status: "STOPPED", statusReason: "Service deployment was superseded" };
    return statusAt(glance);
  }

  const stopped = (): object[] =>
    stoppedTasks.map((task, index) => ({
      taskArn: `task/c/${index}`,
      lastStatus: "STOPPED",
      ...task,
    }));
  const all = () => [...services.values()].flatMap(({ deployments }) => deployments);
  const byArn = (arn: string) => all().find(({ id }) => deploymentArn(id) === arn);
  const find = (input: { service: string }) => services.get(input.service);

  const script: Script = {
    DescribeServices: ({ input }) => {
      const { services: asked = [] } = input as { services: string[] };
      const found = asked.flatMap((name) => services.get(name) ?? []);
      const failures = asked.filter((name) => !services.has(name)).map((arn) => ({ arn, reason: "MISSING" }));
      return { services: found.map(describe), failures };
    },
    DescribeTaskDefinition: ({ input }) => {
      const taskDefinition = findDefinition((input as { taskDefinition: string }).taskDefinition);
      return taskDefinition ? { taskDefinition } : fault("ClientException", "Unable to describe task definition.");
    },
    RegisterTaskDefinition: ({ input }) => ({
      taskDefinition: define((input as { family: string }).family, input as object),
    }),
    DeregisterTaskDefinition: ({ input }) => {
      const taskDefinition = findDefinition((input as { taskDefinition: string }).taskDefinition);
      if (taskDefinition) taskDefinition["status"] = "INACTIVE";
      return { taskDefinition };
    },
    UpdateService: ({ input }) => {
      const service = find(input as { service: string });
      if (!service) return fault("ServiceNotFoundException", "Service not found.");
      const {
        taskDefinition = newest(service).taskDefinition,
        desiredCount,
        forceNewDeployment,
      } = input as {
        taskDefinition?: string;
        desiredCount?: number;
        forceNewDeployment?: boolean;
      };
      const isAsked = "taskDefinition" in (input as object);
      if (isAsked && findDefinition(taskDefinition)?.["status"] === "INACTIVE")
        return fault("ClientException", "TaskDefinition is inactive");
      service.desired = desiredCount ?? service.desired;
      const current = newest(service);
      // As ECS does it: what is there already needs no new deployment.
      if (taskDefinition === current.taskDefinition && !forceNewDeployment)
        return { service: { deployments: [{ id: current.id, status: "PRIMARY", taskDefinition }] } };
      const turn = service.deployments.length;
      const from = newest(service).taskDefinition;
      const glances = updates[service.name]?.[turn - 1] ?? good;
      const id = `ecs-svc/${service.name}-${turn}`;
      service.deployments.push({ id, taskDefinition, from, glances, tick: 0 });
      return { service: { deployments: [{ id, status: "PRIMARY", taskDefinition }] } };
    },
    ListServiceDeployments: ({ input }) => ({
      serviceDeployments: (find(input as { service: string })?.deployments ?? [])
        .filter((one) => glanceOf(one).is !== "lag" && one.tick > 0)
        .map(({ id }) => ({ serviceDeploymentArn: deploymentArn(id) }))
        .reverse(),
    }),
    DescribeServiceDeployments: ({ input }) => ({
      serviceDeployments: (input as { serviceDeploymentArns: string[] }).serviceDeploymentArns.flatMap((arn) => {
        const found = byArn(arn);
        const targetServiceRevision = { arn: `revision/${found?.id}` };
        return found ? [{ serviceDeploymentArn: arn, targetServiceRevision, ...statusOf(found) }] : [];
      }),
    }),
    DescribeServiceRevisions: ({ input }) => ({
      serviceRevisions: (input as { serviceRevisionArns: string[] }).serviceRevisionArns.flatMap((arn) => {
        const found = all().find(({ id }) => `revision/${id}` === arn);
        return found ? [{ serviceRevisionArn: arn, taskDefinition: found.taskDefinition }] : [];
      }),
    }),
    StopServiceDeployment: ({ input }) => {
      const arn = (input as { serviceDeploymentArn: string }).serviceDeploymentArn;
      const found = byArn(arn);
      if (found) Object.assign(found, { glances: back, tick: 0 });
      return { serviceDeploymentArn: arn };
    },
    ListTasks: ({ input }) => {
      const { serviceName = "", desiredStatus } = input as { serviceName?: string; desiredStatus?: string };
      const service = services.get(serviceName);
      const tasks = desiredStatus === "STOPPED" || !service ? stopped() : runningTasks(service);
      return { taskArns: tasks.map((task) => (task as { taskArn: string }).taskArn) };
    },
    DescribeTasks: ({ input }) => {
      const { tasks: asked } = input as { tasks: string[] };
      const tasks = [...stopped(), ...[...services.values()].flatMap(runningTasks)];
      return { tasks: tasks.filter((task) => asked.includes((task as { taskArn: string }).taskArn)) };
    },
    GetLogEvents: () => ({ events: logLines.map((message) => ({ message })) }),
    GetParametersByPath: () => ({
      Parameters: releases.map((entry) => ({
        Name: `/released/${(entry as { service: string }).service}`,
        Value: JSON.stringify(entry),
      })),
    }),
    GetParameterHistory: ({ input }) => {
      const service = (input as { Name: string }).Name.slice("/released/".length);
      const entries = [...history, ...releases].filter((entry) => (entry as { service: string }).service === service);
      return { Parameters: entries.map((entry, index) => ({ Version: index + 1, Value: JSON.stringify(entry) })) };
    },
    PutParameter: ({ input }) => {
      recorded.push(JSON.parse((input as { Value: string }).Value) as Record<string, unknown>);
      return { Version: 1 };
    },
  };
  return { script, recorded };
}

/** What the cluster itself answers to a call that a test's script has taken over. */
export function usualAnswer({ script }: { readonly script: Script }, call: WireCall) {
  const answer = script[call.action];
  return typeof answer === "function" ? answer(call) : {};
}
