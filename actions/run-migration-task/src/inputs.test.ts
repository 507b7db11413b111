import { describe, expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const read = (given: Record<string, string>) => parseInputs((name) => given[name] ?? "");
const parse = (given: Record<string, string>) => read({ "task-definition": "migrations", ...given });

test("a command is a JSON list or one argument a line", () => {
  expect(parse({ stack: "s", command: '["node", "migrate.mjs"]' }).task.command).toEqual(["node", "migrate.mjs"]);
  expect(parse({ stack: "s", command: "node\nmigrate.mjs" }).task.command).toEqual(["node", "migrate.mjs"]);
});

test("cpu and memory are left to the definition unless they are given", () => {
  expect(parse({ stack: "s" }).task).toMatchObject({ cpu: undefined, memory: undefined });
  expect(parse({ stack: "s", cpu: "512", memory: "1024" }).task).toMatchObject({ cpu: 512, memory: 1024 });
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
  [
    "blanks divide no list",
    { cluster: "c", subnets: "subnet-1 subnet-2" },
    'subnets: want a JSON list, or one entry a line or by commas, got "subnet-1 subnet-2"',
  ],
  [
    "an entry is no blank",
    { cluster: "c", subnets: '["subnet-1"]', "security-groups": '["sg-1", ""]' },
    'security-groups: want a JSON list, or one entry a line or by commas, got ""',
  ],
  ["without a stack the cluster is given", { service: "api" }, "cluster: give the cluster"],
  ["a base is a base of migrations", { stack: "s", base: "abc" }, "base: goes with migrations"],
  ["migrations lie below", { stack: "s", migrations: "../x" }, "migrations: want a folder below the working directory"],
  [
    "migrations are relative",
    { stack: "s", migrations: "/x" },
    "migrations: want a folder below the working directory",
  ],
  [
    "a definition is a family's, not a file",
    { stack: "s", "task-definition": "migrations.json" },
    'task-definition: want a family, or family:revision, and no file, got "migrations.json"',
  ],
  ["memory is in MiB", { stack: "s", memory: "1 GB" }, "memory: want a whole number from 4 to 1048576"],
  [
    "what was reviewed is told by nobody else",
    { stack: "s", migrations: "m", "environment-variables": "REVIEWED_MIGRATIONS={}" },
    "environment-variables: REVIEWED_MIGRATIONS is made",
  ],
])("%s", (_title, given, problem) => {
  expect(() => parse(given)).toThrow(problem);
});

describe("mode plan", () => {
  test("needs the folder and nothing else", () => {
    expect(read({ mode: "plan", migrations: "./prisma/migrations/", base: "abc" })).toMatchObject({
      mode: "plan",
      plan: { folder: "prisma/migrations", base: "abc" },
    });
    expect(() => read({ mode: "plan" })).toThrow("migrations: give the folder whose pending migrations are planned");
  });

  test("takes zeros for no base, as GitHub means them", () => {
    expect(read({ mode: "plan", migrations: "m", base: "0".repeat(40) }).plan).toEqual({
      folder: "m",
      base: undefined,
    });
  });

  test("reads the same inputs as mode apply, and none of them twice", () => {
    expect(read({ mode: "plan", migrations: "m", stack: "s" }).task.network).toEqual({ kind: "stack", stack: "s" });
  });
});
