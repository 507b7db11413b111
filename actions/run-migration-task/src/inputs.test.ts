import { expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const parse = (given: Record<string, string>) =>
  parseInputs((name) => ({ "task-definition": "migrations", ...given })[name] ?? "");

test("a command is a JSON list or one argument a line", () => {
  expect(parse({ stack: "s", command: '["node", "migrate.mjs"]' }).command).toEqual(["node", "migrate.mjs"]);
  expect(parse({ stack: "s", command: "node\nmigrate.mjs" }).command).toEqual(["node", "migrate.mjs"]);
});

test.each([
  [
    "a command line would be one program's name",
    { stack: "s", command: "node migrate.mjs" },
    "command: want a JSON list",
  ],
  [
    "the network comes from one place",
    { stack: "s", service: "api" },
    "stack: give one of stack, service or subnets, got 2",
  ],
  ["the network comes from somewhere", { cluster: "c" }, "stack: give one of stack, service or subnets, got none"],
  [
    "security groups go with subnets",
    { stack: "s", "security-groups": "sg-1" },
    "security-groups: go with subnets only",
  ],
  ["without a stack the cluster is given", { service: "api" }, "cluster: give the cluster"],
])("%s", (_title, given, problem) => {
  expect(() => parse(given)).toThrow(problem);
});
