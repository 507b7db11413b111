import { DeployError } from "../error";

/** ecs-rollout's output `deployments`: service → what became of it. */
export type Deployments = Record<
  string,
  { readonly outcome: string; readonly reason: string; readonly seconds: number; readonly moved: boolean }
>;
/** Job → its result and outputs. */
export type Needs = Record<
  string,
  { readonly result: string; readonly outputs: Readonly<Record<string, string | null | undefined>> }
>;

/** Reads ecs-rollout's output `deployments`; `undefined` when it is something else. */
export function parseDeployments(value: unknown): Deployments | undefined {
  return eachOf(value, ({ outcome, reason = "", seconds = 0, moved = true }) =>
    isText(outcome) && isText(reason) && isNumber(seconds) && typeof moved === "boolean"
      ? { outcome, reason, seconds, moved }
      : undefined,
  );
}

/** Reads GitHub's context `needs` (job → result, outputs); `undefined` when it is something else. */
export function parseNeeds(value: unknown): Needs | undefined {
  return eachOf(value, ({ result, outputs }) => {
    // A job that never started may come without a result, and with null for its outputs.
    const [ended, said] = [result ?? "", outputs ?? {}];
    if (!isText(ended) || !isRecord(said)) return undefined;
    const texts = Object.entries(said).filter((entry): entry is [string, string] => isText(entry[1]));
    const others = Object.values(said).filter((text) => !isText(text) && (text ?? null) !== null);
    return others.length === 0 ? { result: ended || "skipped", outputs: Object.fromEntries(texts) } : undefined;
  });
}

/** By hand: an action reads its inputs before anything else, and a schema's library takes longer to start than all of that. */
function eachOf<T>(
  value: unknown,
  read: (entry: Record<string, unknown>) => T | undefined,
): Record<string, T> | undefined {
  if (!isRecord(value)) return undefined;
  const found: [string, T][] = [];
  for (const [name, entry] of Object.entries(value)) {
    const one = isRecord(entry) ? read(entry) : undefined;
    if (one === undefined) return undefined;
    found.push([name, one]);
  }
  return Object.fromEntries(found);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => Number.isFinite(value);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
