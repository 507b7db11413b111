import { type Answer, fault, type Handler, raw, reset } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { cluster, exited, family, run, running, stoppedByUs, taskArn, wire } from "./testing/migration-task";

const conflict = (resourceIds: string[]): Answer =>
  raw(
    400,
    { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "ConflictException" },
    JSON.stringify({ __type: "ConflictException", message: "clientToken in use", resourceIds }),
  );

/** ECS as its documentation says: the same token is the same task. */
function ecsByToken() {
  const tasks = new Map<string, string>();
  const start: Handler = ({ input }) => {
    const { clientToken } = input as { clientToken: string };
    if (!tasks.has(clientToken)) tasks.set(clientToken, `${taskArn}${tasks.size}`);
    return { tasks: [{ taskArn: tasks.get(clientToken), clusterArn: cluster }] };
  };
  return { tasks, start };
}

describe("a task is started once", () => {
  test("however often the answer is lost on its way", async () => {
    const { tasks, start } = ecsByToken();
    let lost = 0;
    const { verdict } = await run({
      RunTask: (call) => {
        const answer = start(call);
        return lost++ < 3 ? reset() : answer;
      },
    });
    expect(verdict.kind).toBe("succeeded");
    expect([tasks.size, wire.inputs("RunTask").length]).toEqual([1, 4]);
  });

  test("by two runs at once with the same token", async () => {
    const { tasks, start } = ecsByToken();
    const results = await Promise.all([run({ RunTask: start }), run({ RunTask: start })]);
    expect(tasks.size).toBe(1);
    expect(new Set(results.map((result) => result.taskArn)).size).toBe(1);
  });

  test("also where the other run has registered a revision of its own first", async () => {
    const { taskArn: arn, lines } = await run({ RunTask: () => conflict([taskArn]) }, { image: "repo/api@sha256:new" });
    expect(arn).toBe(taskArn);
    expect(lines).toContain(`warning: This step has started ${taskArn} already: going on with that`);
  });

  test("and is watched to its end where ECS names failures beside it, which are told", async () => {
    const failures = [{ reason: "AGENT", arn: "arn:x" }];
    const { verdict, started, lines } = await run({ RunTask: () => ({ ...running, failures }) });
    expect(verdict.kind).toBe("succeeded");
    expect(started).toEqual([{ cluster, taskArn }]);
    expect(lines).toContain(`warning: ${family}:3: ECS started ${taskArn}, and says beside it: AGENT (arn:x)`);
  });

  test("after throttling", async () => {
    const { verdict } = await run({ RunTask: [fault("ThrottlingException", "Rate exceeded"), running] });
    expect(verdict.kind).toBe("succeeded");
  });
});

describe("a task that can't be started", () => {
  test("tells every failure with reason and detail", async () => {
    const failures = [
      { reason: "RESOURCE:MEMORY", detail: "no instance has 512 MiB" },
      { reason: "ACCESS_DENIED", arn: "arn:x" },
      { reason: "MISSING", arn: "arn:y" },
    ];
    await expect(run({ RunTask: () => ({ tasks: [], failures }) })).rejects.toMatchObject({
      code: "not-placed",
      message: `${family}:3: ECS started no task: RESOURCE:MEMORY no instance has 512 MiB; ACCESS_DENIED (arn:x); MISSING (arn:y)`,
      hint: expect.stringMatching(/no room for it.*\nThe role may not start it.*\nWhat it names is not there/),
    });
  });

  test.each([
    ["MISSING", "MISSING (arn:z)", /not there/],
    ["ACCESS_DENIED", "ACCESS_DENIED (arn:z)", /iam:PassRole/],
    ["RESOURCE:CPU", "RESOURCE:CPU (arn:z)", /no room/],
    ["RESOURCE:ENI", "RESOURCE:ENI (arn:z)", /no room/],
    [
      "The requested CPU configuration is above your limit",
      "The requested CPU configuration is above your limit (arn:z)",
      /quota/,
    ],
    ["Capacity is unavailable at this time.", "Capacity is unavailable at this time. (arn:z)", /no room/],
  ])("for %s says so, with a hint", async (reason, told, hint) => {
    await expect(run({ RunTask: () => ({ tasks: [], failures: [{ reason, arn: "arn:z" }] }) })).rejects.toMatchObject({
      message: `${family}:3: ECS started no task: ${told}`,
      hint: expect.stringMatching(hint),
    });
  });

  test("no task and no failure is an error too", async () => {
    await expect(run({ RunTask: () => ({ tasks: [] }) })).rejects.toThrow(
      "ECS started no task: it gave no failure either",
    );
  });

  test("because AWS refuses it has started nothing, in AWS's words", async () => {
    const refusal = fault("AccessDeniedException", "not authorized to perform: ecs:RunTask");
    await expect(run({ RunTask: () => refusal })).rejects.toMatchObject({
      code: "not-placed",
      message: `${family}:3: ECS started no task: AccessDeniedException: not authorized to perform: ecs:RunTask`,
    });
  });

  test("because nobody answers may run all the same: that is unknown, and the mark to find it by was told", async () => {
    await expect(run({ RunTask: () => reset() })).rejects.toMatchObject({
      code: "unknown-outcome",
      message: expect.stringContaining(`${family}:3: its start: what became of it is unknown`),
    });
    expect(wire.inputs("RunTask")).toHaveLength(8);
  });

  test("because its overrides are longer than ECS takes is not even asked for", async () => {
    await expect(run({}, { environmentVariables: { LIST: "x".repeat(8200) } })).rejects.toThrow(
      /overrides of \d+ characters, and ECS takes 8192/,
    );
    expect(wire.actions()).not.toContain("RunTask");
  });
});

test("cpu and memory are the task's", async () => {
  await run({}, { cpu: 1024, memory: 2048 });
  expect(wire.inputs("RunTask")).toMatchObject([{ overrides: { cpu: "1024", memory: "2048" } }]);
});

describe("a run that is cancelled", () => {
  const ended = { DescribeTasks: () => (wire.actions().includes("StopTask") ? stoppedByUs : running) };

  test.each([["DescribeTaskDefinition"], ["DescribeStacks"], ["RegisterTaskDefinition"]])(
    "while it asks for %s starts no task",
    async (action) => {
      await expect(run(ended, { image: "repo/api@sha256:new" }, action)).rejects.toMatchObject({
        code: "cancelled",
        message: "the run was cancelled; nothing was started",
        hint: "Run it again when you want it.",
      });
      const changes = wire.actions().filter((name) => !name.startsWith("Describe"));
      expect(changes).toEqual(action === "RegisterTaskDefinition" ? [action] : []);
    },
  );

  test.each([["RunTask"], ["DescribeTasks"], ["GetLogEvents"]])(
    "while it asks for %s stops its task and sees it stopped",
    async (action) => {
      const { verdict } = await run(ended, {}, action);
      expect(verdict).toEqual({ kind: "cancelled", reason: "the run was cancelled; it was stopped" });
      expect(wire.actions().slice(wire.actions().indexOf("StopTask"))).toContain("DescribeTasks");
    },
  );

  test("while its start is not answered asks for no second one", async () => {
    await expect(run({ RunTask: () => reset() }, {}, "RunTask")).rejects.toMatchObject({ code: "unknown-outcome" });
    expect(wire.inputs("RunTask")).toHaveLength(1);
  });

  test("a little after its task has ended says how that ended", async () => {
    const { verdict } = await run({ DescribeTasks: () => exited(0) }, {}, "RunTask");
    expect(verdict).toEqual({
      kind: "cancelled",
      reason: "the run was cancelled; it had ended by itself: migrations exited with 0",
    });
  });
});
