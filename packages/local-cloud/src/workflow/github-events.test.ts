import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { checkout } from "../machine/folders";
import { dispatch, dispatchable, pullRequest, pushToMain } from "./github-events";
import { ownRepository } from "./rewrite";

const { DeployerSubjects = "", PlannerSubjects = "" } = JSON.parse(
  readFileSync(join(checkout, "cloudformation", "parameters", "local", "bootstrap.json"), "utf8"),
) as Record<string, string>;

const push = pushToMain(ownRepository, { id: "a".repeat(40), message: "Say hello" });
const button = dispatch(ownRepository, "rollback.yml", {});

test.each([
  ["a push to main", "the deployer", push, { trusted: DeployerSubjects, not: PlannerSubjects }],
  ["a button", "the deployer", button, { trusted: DeployerSubjects, not: PlannerSubjects }],
  ["a pull request", "the planner", pullRequest(ownRepository, 7), { trusted: PlannerSubjects, not: DeployerSubjects }],
])("%s may take the role of %s and no other", (_what, _who, { claims }, { trusted, not }) => {
  expect(trusted.split(",")).toContain(claims.sub);
  expect(not.split(",")).not.toContain(claims.sub);
});

test.each([
  ["a push to main", push],
  ["a pull request", pullRequest(ownRepository, 7)],
  ["a button", button],
])("%s starts a workflow that is there and waits for it", (_what, { name, workflow }) => {
  const yaml = readFileSync(join(checkout, ".github", "workflows", workflow), "utf8");
  expect(/^on:\n((?: .*\n)+)/m.exec(yaml)?.[1]).toContain(`  ${name}:\n`);
});

test("the workflows with a button are known, and no others", () => {
  expect(dispatchable(checkout)).toEqual(["infrastructure", "migrate", "rollback"]);
});
