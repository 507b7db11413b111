import { expect, test } from "@jest/globals";
import { parseDeployments, parseNeeds, resultOf, withoutServices } from "./facts";

const outcomeOf = (needs: object) => {
  const jobs = parseNeeds(needs);
  if (!jobs) throw new Error("not read");
  return resultOf({}, jobs);
};

test.each([
  ["every job that ended well", { a: { result: "success", outputs: {} } }, "deployed", undefined],
  [
    "a job that failed, before one that then did not start and has null for outputs",
    { images: { result: "failure", outputs: null }, deploy: { result: "skipped", outputs: null } },
    "failed",
    "the job images failed",
  ],
  ["a job that was cancelled", { a: { result: "cancelled" } }, "cancelled", "the job a was cancelled"],
  [
    "a job that did not run: nothing was seen deployed",
    { a: { result: "skipped", outputs: {} } },
    "skipped",
    undefined,
  ],
  [
    "a rollout that tells a success, beside a job for failures that was left out,",
    {
      deploy: { result: "success", outputs: { outcome: "deployed", deployments: '{"api":{"outcome":"deployed"}}' } },
      "rollback-on-failure": { result: "skipped", outputs: {} },
    },
    "deployed",
    undefined,
  ],
  [
    "a job that ended well, beside one that was left out and may have been the deployment,",
    { test: { result: "success", outputs: {} }, deploy: { result: "skipped", outputs: null } },
    "skipped",
    undefined,
  ],
  [
    "a job that was cancelled, after one that was left out,",
    { migrate: { result: "skipped" }, deploy: { result: "cancelled" } },
    "cancelled",
    "the job deploy was cancelled",
  ],
  [
    "a rollout that says why",
    { deploy: { result: "failure", outputs: { outcome: "rolled-back", reason: "api crashed" } } },
    "rolled-back",
    "api crashed",
  ],
  [
    "a job that failed, beside a rollout that tells a success",
    {
      deploy: { result: "success", outputs: { outcome: "deployed", reason: "5 of 5 services moved" } },
      check: { result: "failure", outputs: {} },
    },
    "failed",
    "the job check failed",
  ],
  [
    "a rollout that was rolled back in a job that goes on after errors, after one that went well",
    {
      staging: { result: "success", outputs: { outcome: "deployed", reason: "1 of 1 services moved" } },
      production: { result: "success", outputs: { outcome: "rolled-back", reason: "api crashed" } },
    },
    "rolled-back",
    "api crashed",
  ],
  [
    "services that were rolled back in a job that says nothing else",
    {
      deploy: {
        result: "success",
        outputs: { deployments: '{"api":{"outcome":"rolled-back","reason":"it crashed"}}' },
      },
    },
    "rolled-back",
    "api: it crashed",
  ],
  [
    "a service without tasks in a rollout that allows it",
    { deploy: { result: "success", outputs: { outcome: "deployed", deployments: '{"api":{"outcome":"idle"}}' } } },
    "deployed",
    undefined,
  ],
  [
    "a job that failed, whose output deployments is another action's,",
    { deploy: { result: "failure", outputs: { deployments: '{"api":"https://api.example"}' } } },
    "failed",
    "the job deploy failed",
  ],
  [
    "a rollout that was rolled back, whose output deployments was cut off,",
    { deploy: { result: "failure", outputs: { outcome: "rolled-back", reason: "why", deployments: '{"api":{"ou' } } },
    "rolled-back",
    "why",
  ],
  ["a job that GitHub ended", { a: { result: "timed_out" } }, "timed-out", 'the job a ended with "timed_out"'],
  ["a job that ended as nobody knows", { a: { result: "odd" } }, "odd", 'the job a ended with "odd"'],
  ["a rollout in GitHub's words", { a: { result: "success", outputs: { outcome: "success" } } }, "deployed", undefined],
])("%s gives the outcome", (_, needs, outcome, reason) => {
  expect(outcomeOf(needs)).toMatchObject({ outcome, reason });
});

test.each<[string, unknown]>([
  ["a word for a job", { a: "success" }],
  ["a list", []],
  ["a result that is no text", { a: { result: 1 } }],
  ["outputs that are no object", { a: { result: "success", outputs: "x" } }],
  ["an output that is no text", { a: { result: "success", outputs: { x: 1 } } }],
  ["one job of two that is wrong", { a: { result: "success" }, b: null }],
])("%s is not the context needs", (_, needs) => expect(parseNeeds(needs)).toBeUndefined());

test("what a rollout says of a service is read, with what is usual for what it leaves out", () => {
  const api = { outcome: "failed", reason: "crashed", seconds: 3, moved: false };
  expect(parseDeployments({ api: { ...api, image: "x" }, web: { outcome: "deployed" } })).toEqual({
    api,
    web: { outcome: "deployed", reason: "", seconds: 0, moved: true },
  });
});

test.each<[string, unknown]>([
  ["a word for a service", { api: "deployed" }],
  ["no outcome", { api: {} }],
  ["a reason that is no text", { api: { outcome: "failed", reason: null } }],
  ["a time that is no number", { api: { outcome: "failed", seconds: "3" } }],
  ["a word for a flag", { api: { outcome: "failed", moved: "no" } }],
  ["nothing", null],
])("%s is not ecs-rollout's output", (_, value) => expect(parseDeployments(value)).toBeUndefined());

const rolledBack = { api: { outcome: "rolled-back", reason: "it crashed", seconds: 1, moved: true } };
const failedJob = { a: { result: "failure", outputs: {} } };

test.each<[string, Parameters<typeof resultOf>, object]>([
  [
    "services that were rolled back, whatever the jobs say",
    [{ deployments: rolledBack }, { a: { result: "success", outputs: {} } }],
    { outcome: "rolled-back", reason: "api: it crashed" },
  ],
  [
    "services that were rolled back in a run that was cancelled",
    [{ outcome: "cancelled", deployments: rolledBack }, {}],
    { outcome: "rolled-back" },
  ],
  [
    "a failed job beside an explicit success",
    [{ outcome: "deployed" }, failedJob],
    { outcome: "failed", reason: "the job a failed" },
  ],
  [
    "what is explicitly bad, beside what is as bad",
    [{ outcome: "stopped", deployments: rolledBack }, failedJob],
    { outcome: "stopped" },
  ],
  [
    "an explicit success beside a job that was left out",
    [{ outcome: "success" }, { a: { result: "skipped", outputs: {} } }],
    { outcome: "deployed" },
  ],
])("%s: the worst is told", (_, [given, needs], expected) => {
  expect(resultOf(given, needs)).toMatchObject(expected);
});

test("the services of all rollouts are told, and of two of one name the worse", () => {
  const deployed = (name: string) => `{"${name}":{"outcome":"deployed"},"web":{"outcome":"deployed"}}`;
  const { deployments } = outcomeOf({
    staging: { result: "success", outputs: { deployments: deployed("api") } },
    production: { result: "success", outputs: { deployments: JSON.stringify(rolledBack) } },
    docs: { result: "success", outputs: { deployments: deployed("site") } },
  });
  expect(Object.entries(deployments ?? {}).map(([name, { outcome }]) => `${name} ${outcome}`)).toEqual([
    "api rolled-back",
    "web deployed",
    "site deployed",
  ]);
});

test("of another action's output deployments no service is told, and it is named for a warning", () => {
  const good = { result: "success", outputs: { deployments: JSON.stringify(rolledBack) } };
  const needs = { site: { result: "failure", outputs: { deployments: "[1]" } }, deploy: good };
  expect(Object.keys(outcomeOf(needs).deployments ?? {})).toEqual(["api"]);
  expect(withoutServices(needs)).toEqual(["site"]);
});

test("services of which nothing is known are not none", () => {
  expect(outcomeOf({ a: { result: "success", outputs: { deployments: "" } } }).deployments).toBeUndefined();
  expect(outcomeOf({ a: { result: "success", outputs: { deployments: "{}" } } }).deployments).toEqual({});
});
