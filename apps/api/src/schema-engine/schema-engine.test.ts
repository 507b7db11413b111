import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { DatabaseError } from "pg";
import { parseArguments } from "./arguments";
import { failedMigration, failureOf } from "./failure";
import { serve } from "./rpc";
import { maskPasswords } from "./secrets";

test.each([
  [
    "a check of the connection",
    ["--datasource", '{"url":"postgresql://h/d"}', "cli", "can-connect-to-database"],
    "can-connect",
  ],
  ["a session", ["--datamodels", "a.prisma,b.prisma", "--datasource", '{"url":"postgresql://h/d"}'], "rpc"],
  ["its version", ["--version"], "version"],
  ["to make the database, which it does not do", ["cli", "create-database"], "unsupported"],
])("the CLI asks for %s", (_title, argv, command) => expect(parseArguments(argv).command).toBe(command));

test("the CLI names the data model's files and the database", () =>
  expect(parseArguments(["--datamodels", "a.prisma,b.prisma", "--datasource", '{"url":"postgresql://h/d"}'])).toEqual({
    command: "rpc",
    url: "postgresql://h/d",
    datamodels: ["a.prisma", "b.prisma"],
  }));

test.each([
  ["in an address", "no route to postgresql://u:s3cret@h/d", "no route to postgresql://u:***@h/d"],
  ["in a parameter", "postgres://h/d?password=s3cret&x=1", "postgres://h/d?password=***&x=1"],
  ["where there is none", "postgresql://u@h/d", "postgresql://u@h/d"],
])("a password is masked %s", (_title, text, masked) => expect(maskPasswords(text)).toBe(masked));

describe("a failure", () => {
  test.each([
    ["Authentication failed against the database server", "P1000"],
    ["Can't reach database server at h:5432", "P1001"],
    ["Database `d` does not exist", "P1003"],
    ["User was denied access on the database `d`", "P1010"],
  ])("worded %p gets the native engine's code", (message, code) =>
    expect(failureOf(new Error(message))).toEqual({ is_panic: false, message, error_code: code }),
  );

  test("keeps the code that the engine gave", () =>
    expect(failureOf({ message: "migrate found failed migrations", code: "P3009" }).error_code).toBe("P3009"));

  test("is a panic with the module's last words when it trapped", () =>
    expect(failureOf(new Error("unreachable"), "index out of bounds")).toEqual({
      is_panic: true,
      message: "index out of bounds",
    }));

  test("of a migration names it, the SQLSTATE and where it stands", () => {
    const cause = Object.assign(new DatabaseError('relation "t" does not exist', 0, "error"), {
      code: "42P01",
      severity: "ERROR",
      position: "12",
    });
    const failure = failedMigration(failureOf(new Error('applying migration_name="2_bad"')), cause);
    expect(failure.error_code).toBe("P3018");
    expect(failure.message).toContain(
      'Migration name: 2_bad\n\nDatabase error code: 42P01\n\nDatabase error:\nERROR: relation "t" does not exist\nPosition: 12',
    );
  });
});

describe("the conversation", () => {
  const talk = async (...calls: object[]) => {
    const lines: string[] = [];
    await serve(Readable.from(calls.map((call) => `${JSON.stringify(call)}\n`)), (line) => lines.push(line), {
      call: (method) =>
        method === "fail"
          ? Promise.reject(new Error("no"))
          : Promise.resolve(method === "diff" ? { stdout: "+ t" } : null),
      describe: (error) => failureOf(error),
    });
    return lines.map((line) => JSON.parse(line) as unknown);
  };

  test("answers each call by its number, in order", async () =>
    expect(await talk({ id: 1, method: "reset" }, { id: 2, method: "version" })).toEqual([
      { jsonrpc: "2.0", id: 1, result: {} },
      { jsonrpc: "2.0", id: 2, result: {} },
    ]));

  test("a failed call carries the failure as data, and the next one is answered", async () =>
    expect(await talk({ id: 1, method: "fail" }, { id: 2, method: "reset" })).toMatchObject([
      { id: 1, error: { code: 4466, data: { message: "no", is_panic: false } } },
      { id: 2, result: {} },
    ]));

  test("a difference is printed before it is answered", async () =>
    expect(await talk({ id: 7, method: "diff" })).toMatchObject([
      { method: "print", params: { content: "+ t" } },
      { id: 7, result: { stdout: "+ t" } },
    ]));
});
