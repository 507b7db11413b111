import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { checkout } from "../machine/folders";
import { claimsOfJob, dispatch, pullRequest, pushToMain, startedBy } from "./github-events";
import { ownRepository } from "./rewrite";

const {
  MainSubjects = "",
  DeployerSubjects = "",
  PlannerSubjects = "",
} = JSON.parse(
  readFileSync(join(checkout, "cloudformation", "parameters", "local", "bootstrap.json"), "utf8"),
) as Record<string, string>;

const push = pushToMain(ownRepository, { id: "a".repeat(40), message: "Say hello" });
const button = dispatch(ownRepository, "rollback.yml", {});
const proposal = pullRequest(ownRepository, "plan.yml", "b".repeat(40));

test.each([
  ["a job of a push to main", "the reader", push, "plan", MainSubjects],
  ["a push's job that waits for approval", "the deployer", push, "environment", DeployerSubjects],
  ["a button's job that waits for approval", "the deployer", button, "environment", DeployerSubjects],
  ["a job of a button", "the reader", button, "plan", MainSubjects],
  ["a pull request", "the planner", proposal, "environment", PlannerSubjects],
])("%s may take the role of %s and no other", (_what, _who, event, job, trusted) => {
  const { sub } = claimsOfJob(event, job);
  const all = [MainSubjects, DeployerSubjects, PlannerSubjects];
  expect(all.filter((subjects) => subjects.split(",").includes(sub))).toEqual([trusted]);
});

test.each([
  ["a push to main", push],
  ["a pull request", proposal],
  ["a button", button],
])("%s starts a workflow that is there and waits for it", (_what, { name, workflow }) => {
  const yaml = readFileSync(join(checkout, ".github", "workflows", workflow), "utf8");
  expect(/^on:\n((?: .*\n)+)/m.exec(yaml)?.[1]).toContain(`  ${name}:\n`);
});

test.each([
  ["push", ["deploy"]],
  ["pull_request", ["plan", "test"]],
  ["workflow_dispatch", ["infrastructure", "migrate", "rollback"]],
] as const)("the workflows that %s starts are known, and no others", (event, workflows) => {
  expect(startedBy(event, checkout)).toEqual(workflows);
});
