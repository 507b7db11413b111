import { expect, test } from "@jest/globals";
import { parseDeployments, parseNeeds, resultOf } from "./facts";

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
