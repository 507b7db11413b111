import { expect, test } from "@jest/globals";
import { parseNeeds, resultOf } from "./facts";

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

test("what is not the context needs is refused", () => {
  expect(parseNeeds({ a: "success" })).toBeUndefined();
});
