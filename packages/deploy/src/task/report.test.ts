import { expect, test } from "@jest/globals";
import { requireSuccess, taskSummary } from "./report";
import type { Verdict } from "./verdict";

const runbook = "https://shop.test/runbook";

test.each<[Exclude<Verdict, { kind: "succeeded" }>, string]>([
  [{ kind: "failed", exitCode: 3, reason: "migrations exited with 3" }, "The end of its log says why"],
  [{ kind: "no-exit-code", reason: "migrations has no exit code" }, "the reason is ECS's own"],
  [{ kind: "not-started", reason: "it did not start within 3 min" }, "`start-for-minutes`"],
  [{ kind: "timed-out", reason: "it did not end within 30 min" }, "a higher `wait-for-minutes`"],
  [{ kind: "cancelled", reason: "the run was cancelled; it was stopped" }, "Run it again"],
])("an end of which nothing more is known has a hint, too: %j", (verdict, hint) => {
  const result = { taskArn: "a/1", taskDefinition: "a/m:1", verdict, tail: ["Applying"], seconds: 1 };
  const error = expect.objectContaining({
    code: `task-${verdict.kind}`,
    message: `Migration: ${verdict.reason}`,
    hint: expect.stringContaining(hint),
  });
  expect(() => requireSuccess("Migration", result)).toThrow(error);
  const summary = taskSummary("Migration", result, runbook);
  expect(summary).toContain(hint);
  expect(summary).toContain(`> What to do: ${runbook}`);
});

test("the name of a container that is called like its family is told once", () => {
  const verdict = { kind: "failed", exitCode: 1, reason: "hello exited with 1" } as const;
  const result = { taskArn: "a/1", taskDefinition: "a/hello:1", verdict, tail: [], seconds: 1 };
  expect(() => requireSuccess("hello", result)).toThrow(/^hello exited with 1$/);
  expect(() => requireSuccess("hello-2", result)).toThrow(/^hello-2: hello exited with 1$/);
});
