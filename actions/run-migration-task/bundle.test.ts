import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { eventually } from "@cashsouk/testing/eventually";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { builtBundles } from "../built-bundles";
import { nodeBinaries } from "../node-versions";

const taskArn = "arn:aws:ecs:ap-southeast-5:123456789012:task/shop/0123456789abcdef";
const container = {
  name: "migrations",
  image: "repo/api:1",
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": "/ecs/migrations", "awslogs-stream-prefix": "m" },
  },
};
const definition = { taskDefinitionArn: "arn:aws:ecs:::task-definition/migrations:1", family: "migrations" };
const network = { awsvpcConfiguration: { subnets: ["subnet-1"] } };
const outputs = ["ClusterName", "SubnetIds", "SecurityGroupIds"].map((OutputKey) => ({ OutputKey, OutputValue: "x" }));
const task = (fields: object) => ({
  taskArn,
  clusterArn: "shop",
  startedAt: 1,
  containers: [{ name: "migrations" }],
  ...fields,
});
const ended = (stopCode: string, exitCode: number) =>
  task({ lastStatus: "STOPPED", stopCode, containers: [{ name: "migrations", exitCode }] });

/** ECS whose task runs until it has been told to stop, and then as long as the test wants. */
let stops: boolean;
const cluster: Script = {
  DescribeTaskDefinition: () => ({ taskDefinition: { ...definition, containerDefinitions: [container] } }),
  RegisterTaskDefinition: () => ({ taskDefinition: { ...definition, containerDefinitions: [container] } }),
  DescribeServices: () => ({ services: [{ networkConfiguration: network, launchType: "FARGATE" }] }),
  DescribeStacks: () => ({
    Stacks: [
      { StackName: "s", StackStatus: "CREATE_COMPLETE", CreationTime: "2026-11-22T00:00:00Z", Outputs: outputs },
    ],
  }),
  RunTask: () => ({ tasks: [task({ lastStatus: "PROVISIONING" })] }),
  DescribeTasks: () => {
    const stopped = wire.actions().includes("StopTask") && stops;
    return { tasks: [stopped ? ended("UserInitiated", 143) : task({ lastStatus: "RUNNING" })] };
  },
  StopTask: () => ({ task: { taskArn } }),
  ListTasks: () => ({ taskArns: wire.actions().includes("RunTask") ? [taskArn] : [] }),
  GetLogEvents: () => ({ events: [{ message: "Applying" }], nextForwardToken: "f/1" }),
};

let wire: AwsWire;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "migration-step-"));
  stops = true;
});
afterEach(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

const inputs = { cluster: "shop", "task-definition": "migrations", service: "api" };
const files = { output: "GITHUB_OUTPUT", summary: "GITHUB_STEP_SUMMARY", state: "GITHUB_STATE" };

/** Starts a step as the runner does: what it keeps for its post step lies in a file. */
function start(bundle: string, given: Record<string, string> = inputs, cwd = folder): ChildProcess {
  for (const name of Object.keys(files)) writeFileSync(join(folder, name), "");
  const entries = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const);
  const child = spawn(nodeBinaries().at(-1) ?? process.execPath, [join(builtBundles(), `${bundle}.mjs`)], {
    cwd,
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...legOf,
      PATH: process.env["PATH"],
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      ...Object.fromEntries(Object.entries(files).map(([name, variable]) => [variable, join(folder, name)])),
      ...Object.fromEntries(entries),
      ...stateOf,
    },
  });
  said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  return child;
}
/** What the step that was started last has said. */
let said = "";
let stateOf: Record<string, string> = {};
/** What GitHub tells a step of where it stands. */
let legOf: Record<string, string> = {};
afterEach(() => void ([stateOf, legOf] = [{}, {}]));

const read = (name: keyof typeof files) => readFileSync(join(folder, name), "utf8");
const exit = (child: ChildProcess) =>
  new Promise<number | string | null>((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));

/** Starts the post step with what the step kept last. */
async function post(): Promise<number | string | null> {
  const kept = [...read("state").matchAll(/^task<<(\S+)\n([^]*?)\n\1$/gm)].at(-1)?.[2] ?? "";
  stateOf = { STATE_task: kept };
  return exit(start("run-migration-task-post"));
}

/** GitHub's runner: SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills; `kills` false: on a machine too busy for its limit. */
async function cancel(child: ChildProcess, { kills }: { kills: boolean }): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 7500],
    ["SIGTERM", 2500],
    ["SIGKILL", 0],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null || (signal === "SIGKILL" && !kills)) return;
    child.kill(signal);
    await Promise.race([delay(waitMs), exit(child)]);
  }
}
const asked = (action: string) => eventually(`${action} to be called`, () => wire.actions().includes(action));

describe("a step that GitHub's runner cancels", () => {
  test("stops its task, sees it stopped, and is red with that reason", async () => {
    wire = await startAwsWire(cluster);
    const step = start("run-migration-task");
    const status = exit(step);
    await asked("DescribeTasks");
    await cancel(step, { kills: false });
    expect(await status).toBe(1);
    expect(read("output")).toContain("the run was cancelled; it was stopped");
    const calls = wire.calls.length;
    expect(await post()).toBe(0);
    expect(wire.calls).toHaveLength(calls);
  });

  test("and kills before its task has stopped is finished by the post step", async () => {
    wire = await startAwsWire(cluster);
    stops = false;
    const step = start("run-migration-task");
    const status = exit(step);
    await asked("DescribeTasks");
    await cancel(step, { kills: true });
    expect(await status).toBe("SIGKILL");
    stops = true;
    expect(await post()).toBe(0);
    expect(said).toBe(`Stopped ${taskArn}\n`);
    expect(wire.inputs("StopTask")).toHaveLength(2);
    expect(wire.actions().at(-1)).toBe("DescribeTasks");
  });

  test("and kills while its start is not answered leaves no task either", async () => {
    wire = await startAwsWire({ ...cluster, RunTask: () => new Promise(() => undefined) });
    const step = start("run-migration-task");
    const status = exit(step);
    await asked("RunTask");
    await cancel(step, { kills: true });
    expect(await status).toBe("SIGKILL");
    expect(await post()).toBe(0);
    expect(wire.inputs("ListTasks")).toEqual([
      { cluster: "shop", startedBy: (wire.inputs("RunTask")[0] as { clientToken: string }).clientToken },
    ]);
    expect(wire.inputs("StopTask")).toMatchObject([{ task: taskArn }]);
  });
});

describe("a post step", () => {
  const left = (state: object) => {
    stateOf = { STATE_task: JSON.stringify(state) };
    return exit(start("run-migration-task-post"));
  };
  test("that finds no task of its step says so", async () => {
    wire = await startAwsWire({ ...cluster, ListTasks: () => ({ taskArns: [] }) });
    expect(await left({ cluster: "shop", startedBy: "mark" })).toBe(0);
    expect(said).toBe("No task of this step runs: none was started, or it has ended by itself\n");
    expect(wire.actions()).not.toContain("StopTask");
  });

  test("that can't stop its task is red, and says how to look and where to read on", async () => {
    const denied = fault("AccessDeniedException", "no ecs:StopTask");
    wire = await startAwsWire({ ...cluster, StopTask: () => denied });
    expect(await left({ cluster: "shop", taskArn })).toBe(1);
    expect(said).toContain(`::error::${taskArn} is not known to have stopped%0AIt may still run, and hold`);
    expect(said).toContain(`\`aws ecs describe-tasks --cluster shop --tasks ${taskArn}\` shows it.`);
    expect(said).toContain("docs/runbooks/migration-failed.md");
  });
});

describe("the mark and token of a start", () => {
  const github = {
    GITHUB_REPOSITORY: "shop/shop",
    GITHUB_RUN_ID: "7",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_JOB: "migrate",
    GITHUB_ACTION: "__run",
    RUNNER_NAME: "one",
  };
  /** The tokens of two steps with the same inputs, the second in another place. */
  async function tokens(second: Record<string, string>, elsewhere = false): Promise<string[]> {
    wire = await startAwsWire({ ...cluster, DescribeTasks: () => ({ tasks: [ended("EssentialContainerExited", 0)] }) });
    const [first, made] = [folder, mkdtempSync(join(tmpdir(), "migration-step-"))];
    try {
      legOf = github;
      expect(await exit(start("run-migration-task"))).toBe(0);
      if (elsewhere) folder = made;
      legOf = { ...github, ...second };
      expect(await exit(start("run-migration-task"))).toBe(0);
    } finally {
      folder = first;
      rmSync(made, { recursive: true });
    }
    const started = wire.inputs("RunTask") as { clientToken: string; startedBy: string }[];
    expect(started.map(({ startedBy }) => startedBy)).toEqual(started.map(({ clientToken }) => clientToken));
    return started.map(({ clientToken }) => clientToken);
  }
  test.each<[string, Record<string, string>, boolean]>([
    ["a matrix's leg on another runner", { RUNNER_NAME: "two" }, false],
    ["a matrix's leg on the same runner, after it", {}, true],
    ["the next attempt", { GITHUB_RUN_ATTEMPT: "2" }, false],
    ["another step of the job", { GITHUB_ACTION: "__run_2" }, false],
  ])("are others for %s: neither goes on with the other's task, nor stops it", async (_title, second, elsewhere) => {
    expect(new Set(await tokens(second, elsewhere)).size).toBe(2);
  });
  test("are the same where nothing differs", async () => {
    expect(new Set(await tokens({})).size).toBe(1);
  });
});

test("a step that ended well says so in its log's last line", async () => {
  wire = await startAwsWire({ ...cluster, DescribeTasks: () => ({ tasks: [ended("EssentialContainerExited", 0)] }) });
  expect(await exit(start("run-migration-task"))).toBe(0);
  expect(said.split("\n").slice(-2)).toEqual(["migrations exited with 0", ""]);
});

test("the README lists exactly the permissions whose calls were made, and iam:PassRole, which has none", async () => {
  const finished = { ...cluster, DescribeTasks: () => ({ tasks: [ended("EssentialContainerExited", 0)] }) };
  const called = new Set<string>();
  const note = () => wire.actions().forEach((action) => called.add(action));
  for (const given of [
    { ...inputs, image: "repo/api:2" },
    { "task-definition": "migrations", stack: "s" },
  ]) {
    wire = await startAwsWire(finished);
    expect(await exit(start("run-migration-task", given))).toBe(0);
    note();
    await wire.close();
  }
  wire = await startAwsWire(cluster);
  stateOf = { STATE_task: JSON.stringify({ cluster: "shop", startedBy: "mark" }) };
  expect(await exit(start("run-migration-task-post"))).toBe(0);
  stateOf = { STATE_task: JSON.stringify({ cluster: "shop", taskArn }) };
  expect(await exit(start("run-migration-task-post"))).toBe(0);
  note();

  const readme = readFileSync(join(__dirname, "README.md"), "utf8").split("## Permissions")[1] ?? "";
  const listed = new Set(
    [...readme.matchAll(/(?<!arn:aws:)\b(?:ecs|logs|cloudformation|iam):([A-Z]\w+)/g)].map(([, action]) => action),
  );
  // TagResource is asked of who registers with tags; PassedToService is a condition's key.
  expect([...listed].filter((name) => name !== "PassedToService").sort()).toEqual(
    [...called, "PassRole", "TagResource"].sort(),
  );
});

test("mode plan needs no AWS: it reads git, writes the SQL, and tells the names", async () => {
  wire = await startAwsWire({});
  const repository = createGitRepository({ "m/1/migration.sql": "SELECT 1;" });
  const base = repository.git("rev-parse", "HEAD").trim();
  repository.commit({ "m/2/migration.sql": "DROP TABLE a;" });
  try {
    expect(await exit(start("run-migration-task", { mode: "plan", migrations: "m", base }, repository.folder))).toBe(0);
    const [, sql = ""] = [...read("output").matchAll(/^sql<<\S+\n(.*)$/gm)].at(-1) ?? [];
    expect(read("output")).toContain('\n["2"]\n');
    expect(readFileSync(sql, "utf8")).toBe('-- "2"\nDROP TABLE a;\n');
    expect(read("summary")).toContain("drops what may hold data or be in use");
    expect(wire.calls).toEqual([]);
  } finally {
    repository.remove();
  }
});
