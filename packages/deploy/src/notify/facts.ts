import * as z from "zod/mini";
import { DeployError } from "../error";

const deployment = z.object({
  outcome: z.string(),
  reason: z._default(z.string(), ""),
  seconds: z._default(z.number(), 0),
  moved: z._default(z.boolean(), true),
});
const deployments = z.record(z.string(), deployment);
// A job that never started may come without a result, and with null for its outputs.
const needs = z.record(
  z.string(),
  z.object({
    result: z.pipe(
      z.nullish(z.string()),
      z.transform((result) => result || "skipped"),
    ),
    outputs: z.pipe(
      z.nullish(z.record(z.string(), z.nullish(z.string()))),
      z.transform((outputs) => outputs ?? {}),
    ),
  }),
);

export type Deployments = z.infer<typeof deployments>;
export type Needs = z.infer<typeof needs>;

/** Reads ecs-rollout's output `deployments`; `undefined` when it is something else. */
export function parseDeployments(value: unknown): Deployments | undefined {
  const parsed = deployments.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Reads GitHub's context `needs` (job → result, outputs); `undefined` when it is something else. */
export function parseNeeds(value: unknown): Needs | undefined {
  const parsed = needs.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** What a deployment came to. */
export interface Result {
  readonly outcome: string;
  readonly reason: string | undefined;
  readonly deployments: Deployments;
}

/** What was said explicitly wins; the rest is read from the jobs: the first that failed, else what the rollout put out. */
export function resultOf(given: Partial<Result>, jobs: Needs): Result {
  const failed = Object.entries(jobs).find(([, { result }]) => result === "failure");
  const cancelled = Object.entries(jobs).find(([, { result }]) => result === "cancelled");
  const skipped = Object.entries(jobs).find(([, { result }]) => result === "skipped");
  const fallback = failed ? "failed" : cancelled ? "cancelled" : skipped ? "skipped" : "deployed";
  const outputs = Object.values(jobs).map((job) => job.outputs);
  // A job may fail before or after the rollout: `deployed`, and its reason, are believed only where no job failed.
  const believed = outputs.filter(({ outcome }) => outcome !== "deployed" || fallback === "deployed");
  const deployments = given.deployments ?? readOutput(firstOf(outputs, "deployments"));
  const [job] = failed ?? cancelled ?? [];
  return {
    outcome: given.outcome ?? firstOf(believed, "outcome") ?? fallback,
    reason:
      given.reason ??
      firstOf(believed, "reason") ??
      firstRed(deployments) ??
      (job && `the job ${job} ${failed ? "failed" : "was cancelled"}`),
    deployments,
  };
}

function firstOf(outputs: readonly Needs[string]["outputs"][], name: string): string | undefined {
  return outputs.map((of) => of[name]).find(Boolean) ?? undefined;
}

function firstRed(deployments: Deployments): string | undefined {
  const [name, found] = Object.entries(deployments).find(([, { outcome }]) => outcome !== "deployed") ?? [];
  return found && `${name}: ${found.reason || found.outcome}`;
}

function readOutput(text: string | null | undefined): Deployments {
  if (!text) return {};
  try {
    const read = parseDeployments(JSON.parse(text));
    if (read) return read;
  } catch {
    // Told below, like JSON of another shape.
  }
  throw new DeployError("invalid-deployments", "needs: a job's output `deployments` is not that of ecs-rollout");
}
