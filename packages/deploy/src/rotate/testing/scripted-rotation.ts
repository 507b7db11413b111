import { randomUUID } from "node:crypto";
import { type Answer, fault, type Script } from "@cashsouk/testing/aws-wire";
import { type ClusterOptions, definitionArn, scriptedCluster } from "../../rollout/testing/scripted-cluster";

export const first = "cashsouk_app";
export const clone = "cashsouk_app_clone";
const firstVersion = "00000000-0000-0000-0000-000000000001";
export const family = "cashsouk-database-rotation";

interface WorldOptions extends ClusterOptions {
  /** What the one-shot task exits with, by its command's first word: prepare or lock. */
  readonly exits?: Partial<Record<"prepare" | "lock", number>>;
  /** Families of which a task runs: from the beginning, or since the service got new tasks. */
  readonly busy?: readonly string[];
  readonly busySinceRollout?: readonly string[];
}

/** Secrets Manager, the cluster and the database's users at the wire, as one small world that remembers. */
export function scriptedRotation({ exits = {}, busy = [], busySinceRollout = [], ...options }: WorldOptions = {}) {
  const cluster = scriptedCluster(["api"], options);
  const versions = new Map([[firstVersion, { text: secretOf(first, "the first password"), labels: ["AWSCURRENT"] }]]);
  /** Who may log in, and as whom the service's tasks do. */
  const users = new Set([first]);
  const commands: string[] = [];
  let serving = first;
  let deployment = 0;
  let draining = 0;
  let taskExit = 0;

  const idOf = (label: string) => [...versions].find(([, { labels }]) => labels.includes(label))?.[0];
  const userOf = (label: string): string | undefined => {
    const version = versions.get(idOf(label) ?? "");
    return version && (JSON.parse(version.text) as { username: string }).username;
  };
  const unlabel = (label: string) => {
    for (const version of versions.values()) version.labels = version.labels.filter((one) => one !== label);
  };

  /** The task as it is in the image; where it would refuse, or lock out who is served, the test has found a mistake. */
  function inDatabase([, , word = "prepare", role = ""]: readonly string[]): number {
    commands.push([word, role].filter(Boolean).join(" "));
    const pending = userOf("AWSPENDING");
    if (word === "prepare" && pending && pending !== userOf("AWSCURRENT")) users.add(pending);
    else if (word === "lock" && role !== userOf("AWSCURRENT") && role !== serving && pending === userOf("AWSCURRENT"))
      users.delete(role);
    else throw new Error(`${word} ${role} while the secret names ${userOf("AWSCURRENT")} and the tasks are ${serving}`);
    return 0;
  }

  const script: Script = {
    ...cluster.script,
    DescribeSecret: () => ({
      VersionIdsToStages: Object.fromEntries([...versions].map(([id, { labels }]) => [id, labels])),
    }),
    GetSecretValue: ({ input }) => {
      const { VersionId } = input as { VersionId: string };
      return { VersionId, SecretString: versions.get(VersionId)?.text };
    },
    PutSecretValue: ({ input }) => {
      const { SecretString, VersionStages } = input as { SecretString: string; VersionStages: string[] };
      VersionStages.forEach(unlabel);
      const VersionId = randomUUID();
      versions.set(VersionId, { text: SecretString, labels: VersionStages });
      return { VersionId };
    },
    UpdateSecretVersionStage: ({ input }) => {
      const { VersionStage, MoveToVersionId, RemoveFromVersionId } = input as Record<string, string | undefined>;
      if (RemoveFromVersionId !== idOf(VersionStage!))
        return fault("InvalidParameterException", `The staging label ${VersionStage} is not attached to that version`);
      unlabel(VersionStage!);
      if (MoveToVersionId) versions.get(MoveToVersionId)!.labels.push(VersionStage!);
      return {};
    },
    DescribeTaskDefinition: (call) => {
      const { taskDefinition } = call.input as { taskDefinition: string };
      if (!taskDefinition.startsWith(family)) return play(cluster.script, call);
      const taskDefinitionArn = definitionArn(family, 1);
      const containerDefinitions = [{ name: "database-rotation", image: "repo/api@sha256:old", essential: true }];
      return { taskDefinition: { family, taskDefinitionArn, containerDefinitions } };
    },
    UpdateService: (call) => {
      serving = userOf("AWSCURRENT")!;
      deployment++;
      draining = 2;
      return play(cluster.script, call);
    },
    RunTask: ({ input }) => {
      const { overrides } = input as { overrides: { containerOverrides: { command?: string[] }[] } };
      const command = overrides.containerOverrides[0]?.command ?? [];
      taskExit = exits[(command[2] ?? "prepare") as "prepare" | "lock"] ?? inDatabase(command);
      return { tasks: [{ taskArn: "task/c/one-shot", clusterArn: "c", lastStatus: "RUNNING" }] };
    },
    ListTasks: ({ input }) => {
      const { family: asked, serviceName, desiredStatus } = input as Record<string, string | undefined>;
      if (asked)
        return { taskArns: (deployment > 0 ? busySinceRollout : busy).includes(asked) ? [`task/c/${asked}`] : [] };
      if (!serviceName) return { taskArns: [] };
      return { taskArns: desiredStatus === "STOPPED" ? ["task/c/old"] : ["task/c/new"] };
    },
    DescribeTasks: ({ input }) => {
      const { tasks } = input as { tasks: string[] };
      if (tasks.includes("task/c/one-shot")) return { tasks: [ended(taskExit)] };
      if (tasks.includes("task/c/old")) draining--;
      const old = { taskArn: "task/c/old", startedBy: "ecs-svc/api-gone" };
      return {
        tasks: [
          { ...old, lastStatus: draining > 0 ? "DEACTIVATING" : "STOPPED" },
          {
            taskArn: "task/c/new",
            taskDefinitionArn: definitionArn("cashsouk-api", 1),
            lastStatus: "RUNNING",
            startedBy: `ecs-svc/api-${deployment}`,
          },
        ],
      };
    },
    GetLogEvents: () => ({ events: [] }),
  };

  return {
    script,
    commands,
    state: () => ({
      current: userOf("AWSCURRENT"),
      pending: userOf("AWSPENDING"),
      users: [...users].sort(),
      serving,
    }),
    label: (user: string, label: string) => {
      unlabel(label);
      const id = randomUUID();
      versions.set(id, { text: secretOf(user, "from elsewhere"), labels: [label] });
    },
    passwords: () => [...versions.values()].map(({ text }) => (JSON.parse(text) as { password: string }).password),
    texts: () => [...versions.values()].map(({ text }) => JSON.parse(text) as Record<string, string>),
  };
}

function secretOf(username: string, password: string): string {
  return JSON.stringify({ engine: "postgres", host: "db", port: "5433", dbname: "cashsouk", username, password });
}

function ended(exitCode: number) {
  return {
    taskArn: "task/c/one-shot",
    lastStatus: "STOPPED",
    startedAt: 1,
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "database-rotation", exitCode }],
  };
}

export function play(script: Script, call: Parameters<Extract<Script[string], (call: never) => unknown>>[0]): Answer {
  const steps = script[call.action];
  if (typeof steps !== "function") throw new Error(`${call.action} is scripted by a function`);
  return steps(call);
}
