import { golden } from "@cashsouk/testing/golden";
import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireDeployed, rolloutSummary } from "./report";
import { crashed, run } from "./testing/rollout";
import { crash } from "./testing/scripted-cluster";
import { outcomes } from "./types";

type Scenario = Parameters<typeof run>[0];
const failing = (task: object, logLines: readonly string[] = []): Scenario => ({
  updates: { api: [crash] },
  stoppedTasks: [crashed(task)],
  logLines,
});
const notStarted = (stoppedReason: string) =>
  failing({ stopCode: "TaskFailedToStart", stoppedReason, containers: [{ name: "api" }] });

/** One file a scenario: what a tired person reads. */
const scenarios: Record<string, Scenario> = {
  deployed: {},
  "no-public-host": { request: { healthUrl: undefined, versionUrl: undefined } },
  "out-of-memory": failing(
    { containers: [{ name: "api", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }] },
    ["listening on 3000", "handling a large import"],
  ),
  "image-missing": notStarted(
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref repo/api@sha256:new: not found",
  ),
  "secret-missing": notStarted(
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException",
  ),
  "health-check": failing({
    stopCode: "ServiceSchedulerInitiated",
    stoppedReason: "Task failed ELB health checks in (target-group api)",
    containers: [{ name: "api", exitCode: 137 }],
  }),
  superseded: { updates: { api: [[{ is: "in-progress" }, { is: "superseded" }]] } },
  "timed-out": { updates: { api: [[{ is: "in-progress" }]] }, request: { waitForMs: 60_000 } },
  cancelled: { updates: { api: [[{ is: "in-progress" }]] }, cancelAfterMs: 9000 },
  "another-key": { get: () => ({ status: 200, body: '{"key":"cdcdcdcdcdcdcdcd"}' }) },
  idle: { desired: { api: 0 } },
};

describe("the summary of a rollout", () => {
  test.each(Object.keys(scenarios))("%s is what its golden file has", async (name) => {
    const { result } = await run(scenarios[name]);
    const summary = rolloutSummary("cashsouk-local", result, false);
    expect(summary).toBe(golden(__dirname, `${name}.md`, summary));
  });
});

describe("every red outcome", () => {
  const page = readFileSync(join(__dirname, "../../../../docs/runbooks/rollout-failed.md"), "utf8");
  test.each(outcomes)("%s has its heading in the runbook", (outcome) => {
    expect(page).toContain(`\n## ${outcome}\n`);
  });
  test.each(["superseded", "timed-out", "out-of-memory", "idle"])(
    "(as of %s) ends with a hint and where to read on",
    async (name) => {
      const { result } = await run(scenarios[name]);
      const outcome = result.deployments.get("api")?.outcome;
      expect(() => requireDeployed(result, false)).toThrow(
        expect.objectContaining({
          code: outcome,
          hint: expect.stringMatching(
            new RegExp(`^\\w.+\\. https://\\S+/docs/runbooks/rollout-failed\\.md#${outcome}$`),
          ),
        }),
      );
    },
  );
});
