/** How a deployment looks at one glance (one DescribeServices); the last glance of a list repeats. */
export type Glance =
  | { readonly is: "lag" }
  | { readonly is: "in-progress"; readonly running?: number; readonly failed?: number }
  | { readonly is: "steady" }
  | { readonly is: "complete-in-list-only" }
  | { readonly is: "rolling-back"; readonly reason?: string }
  | { readonly is: "rolled-back"; readonly reason?: string }
  | { readonly is: "rollback-failed" }
  | { readonly is: "superseded" }
  | { readonly is: "stopped" }
  | { readonly is: "gave-up" }
  /** Exactly so: the service deployment's status, our entry and the former one in DescribeServices, the tasks by revision. */
  | {
      readonly is: "raw";
      readonly own: object;
      readonly entry?: object | undefined;
      readonly former?: object | undefined;
      readonly others?: readonly object[];
      readonly running?: { readonly ours: number; readonly former?: number };
    };

const breaker = "ECS deployment circuit breaker: tasks failed to start.";

export const good: readonly Glance[] = [{ is: "in-progress" }, { is: "in-progress", running: 1 }, { is: "steady" }];
export const crash: readonly Glance[] = [
  { is: "in-progress" },
  { is: "in-progress", failed: 1 },
  { is: "rolling-back", reason: breaker },
  { is: "rolled-back", reason: breaker },
];
export const back: readonly Glance[] = [{ is: "rolling-back" }, { is: "rolled-back" }];

/** What is known of a deployment, whatever it looks like: its id, its revision, and the one that ran before. */
interface Known {
  readonly id: string;
  readonly taskDefinition: string;
  readonly from: string;
}

/** The service's deployments, as DescribeServices lists them at that glance. */
export function deploymentsAt(glance: Glance, own: Known, count: number): object[] {
  const entry = (status: string, taskDefinition: string, rolloutState: string, more: object = {}) => ({
    id: taskDefinition === own.taskDefinition ? own.id : `ecs-svc/other-${taskDefinition.split(":").at(-1)}`,
    status,
    taskDefinition,
    rolloutState,
    desiredCount: count,
    runningCount: count,
    pendingCount: 0,
    failedTasks: 0,
    ...more,
  });
  return {
    lag: () => [entry("PRIMARY", own.from, "COMPLETED")],
    "in-progress": () => {
      const { running = 0, failed = 0 } = glance as Extract<Glance, { is: "in-progress" }>;
      const counts = { runningCount: running, pendingCount: count - running, failedTasks: failed };
      return [entry("PRIMARY", own.taskDefinition, "IN_PROGRESS", counts), entry("ACTIVE", own.from, "COMPLETED")];
    },
    steady: () => [entry("PRIMARY", own.taskDefinition, "COMPLETED")],
    "complete-in-list-only": () => [entry("PRIMARY", own.taskDefinition, "IN_PROGRESS")],
    "rolling-back": () => [
      entry("PRIMARY", own.from, "IN_PROGRESS", { runningCount: 0 }),
      entry("ACTIVE", own.taskDefinition, "FAILED", { failedTasks: 3, runningCount: 0 }),
    ],
    "rolled-back": () => [entry("PRIMARY", own.from, "COMPLETED")],
    "rollback-failed": () => [entry("PRIMARY", own.from, "FAILED", { runningCount: 0 })],
    superseded: () => [entry("PRIMARY", own.from.replace(/\d+$/, "99"), "IN_PROGRESS")],
    stopped: () => [entry("PRIMARY", own.from, "COMPLETED")],
    "gave-up": () => [
      entry("PRIMARY", own.taskDefinition, "FAILED", {
        rolloutStateReason: breaker,
        runningCount: 0,
        failedTasks: 3,
      }),
      entry("ACTIVE", own.from, "COMPLETED"),
    ],
    raw: () => {
      const { entry: ours, former, others = [] } = glance as Extract<Glance, { is: "raw" }>;
      return [
        ...(ours ? [entry("PRIMARY", own.taskDefinition, "IN_PROGRESS", ours)] : []),
        ...(former ? [entry("ACTIVE", own.from, "COMPLETED", former)] : []),
        ...others.map((more) => entry("PRIMARY", own.from, "COMPLETED", more)),
      ];
    },
  }[glance.is]();
}

/** The service deployment's status, as DescribeServiceDeployments tells it at that glance. */
export function statusAt(glance: Glance): object {
  if (glance.is === "raw") return glance.own;
  const reason = "reason" in glance ? glance.reason : undefined;
  return {
    lag: { status: "" },
    "in-progress": { status: "IN_PROGRESS" },
    steady: { status: "SUCCESSFUL" },
    "complete-in-list-only": { status: "SUCCESSFUL" },
    "rolling-back": { status: "ROLLBACK_IN_PROGRESS", rollback: { reason } },
    "rolled-back": { status: "ROLLBACK_SUCCESSFUL", rollback: { reason } },
    "rollback-failed": { status: "ROLLBACK_FAILED", statusReason: "the old tasks don't start either" },
    superseded: { status: "STOPPED", statusReason: "Service deployment was superseded" },
    stopped: { status: "STOPPED", statusReason: "Service deployment was stopped by a user" },
    "gave-up": { status: "STOPPED", statusReason: breaker },
  }[glance.is];
}
