import { isRecord, isText } from "../is-record";
import { outcomeNamed, show } from "./outcomes";

/** ecs-rollout's output `deployments`: service → what became of it. */
export type Deployments = Record<string, Deployment>;
export interface Deployment {
  readonly outcome: string;
  readonly reason: string;
  readonly seconds: number;
  readonly moved: boolean;
  readonly commit?: string | undefined;
  readonly previousCommit?: string | undefined;
}
/** Job → its result and outputs. */
export type Needs = Record<
  string,
  { readonly result: string; readonly outputs: Readonly<Record<string, string | null | undefined>> }
>;

/** Reads ecs-rollout's output `deployments`; `undefined` when it is something else. */
export function parseDeployments(value: unknown): Deployments | undefined {
  return eachOf(value, ({ outcome, reason = "", seconds = 0, moved = true, commit, previousCommit }) =>
    isText(outcome) && isText(reason) && isNumber(seconds) && typeof moved === "boolean"
      ? { outcome: outcomeNamed(outcome), reason, seconds, moved, ...commitsIn({ commit, previousCommit }) }
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

/** What is no commit is left out: it is linked to. */
function commitsIn(given: Record<string, unknown>): Pick<Deployment, "commit" | "previousCommit"> {
  return Object.fromEntries(
    Object.entries(given).filter(([, commit]) => isText(commit) && /^[0-9a-f]{7,64}$/.test(commit)),
  );
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** What a deployment came to. */
export interface Result {
  readonly outcome: string;
  readonly reason: string | undefined;
  /** `undefined` where nobody said what became of the services, which is not that there were none. */
  readonly deployments: Deployments | undefined;
  /** The jobs that were left out, where how the jobs ended is all that is known. */
  readonly skipped?: readonly string[];
}

/** One thing that was said of the deployment, and why. */
interface Said {
  readonly outcome: string;
  readonly reason?: string | undefined;
}

/**
 * The worst of all that was said: explicitly, by a job's outputs, by its services, and by how the jobs ended. A job that
 * goes on after an error ends well, and one may fail after the rollout: neither is good news. One that was left out says
 * nothing where another's outputs tell; by how the jobs ended alone, it may have been the deployment itself. Of two that are as
 * bad the first in this order is told, since it knows more.
 */
export function resultOf(given: Partial<Result>, needs: Needs): Result {
  const jobs = Object.entries(needs).map(([name, job]) => readJob(name, job));
  const deployments = given.deployments ?? together(jobs.flatMap((job) => (job.deployments ? [job.deployments] : [])));
  const explicit = given.outcome ? outcomeNamed(given.outcome) : undefined;
  const told = [
    ...(explicit ? [{ outcome: explicit }] : []),
    ...(given.deployments ? ofServices(given.deployments, explicit) : []),
    ...jobs.flatMap((job) => job.said),
  ];
  const ends = jobs.map((job) => job.end);
  const said = told.length > 0 ? [...told, ...ends.filter((end) => end.outcome !== "skipped")] : ends;
  const { outcome, reason } = worst(said) ?? { outcome: "unknown" };
  const skipped = told.length > 0 ? [] : Object.keys(needs).filter((job) => needs[job]?.result === "skipped");
  return { outcome, reason: given.reason ?? reason ?? firstBad(deployments, outcome), deployments, skipped };
}

function worst(said: readonly Said[]): Said | undefined {
  const rank = Math.max(...said.map(({ outcome }) => show(outcome).rank));
  return said.find(({ outcome }) => show(outcome).rank === rank);
}

interface Job {
  readonly said: readonly Said[];
  readonly end: Said;
  readonly deployments: Deployments | undefined;
}

function readJob(name: string, { result, outputs }: Needs[string]): Job {
  const told = outputs["outcome"] ? outcomeNamed(outputs["outcome"]) : undefined;
  const deployments = readOutput(outputs["deployments"]);
  const reason = outputs["reason"] || undefined;
  const end = outcomeNamed(result);
  // Why a rollout went well is no reason for the job's own failure.
  const why = told && show(told).rank < show(end).rank ? undefined : reason;
  return {
    said: [
      ...(told ? [{ outcome: told, reason: reason ?? firstBad(deployments, told) }] : []),
      ...(deployments ? ofServices(deployments, told) : []),
    ],
    end: { outcome: end, reason: why ?? firstBad(deployments, end) ?? inWords(name, result) },
    deployments,
  };
}

function inWords(job: string, result: string): string | undefined {
  if (result === "success" || result === "skipped") return undefined;
  if (result === "cancelled") return `the job ${job} was cancelled`;
  return result === "failure" ? `the job ${job} failed` : `the job ${job} ended with "${result}"`;
}

/** A service without tasks was allowed to be where the whole was called deployed (`allow-zero`). */
function ofServices(deployments: Deployments, whole: string | undefined): Said[] {
  return Object.entries(deployments)
    .map(([name, { outcome, reason }]) => ({ outcome, reason: `${name}: ${reason || outcome}` }))
    .filter(({ outcome }) => outcome !== "deployed" && !(outcome === "idle" && whole === "deployed"));
}

function firstBad(deployments: Deployments | undefined, whole: string): string | undefined {
  return show(whole).rank > 0 ? ofServices(deployments ?? {}, whole)[0]?.reason : undefined;
}

/** The services of all rollouts; of two of one name the one that ended worse. */
function together(all: readonly Deployments[]): Deployments | undefined {
  const [first, ...others] = all;
  if (!first) return undefined;
  const merged = { ...first };
  for (const [name, one] of others.flatMap(Object.entries<Deployments[string]>)) {
    const before = merged[name];
    if (!before || show(one.outcome).rank > show(before.outcome).rank) merged[name] = one;
  }
  return merged;
}

/** The jobs whose output `deployments` is not that of ecs-rollout: what they came to is told without their services. */
export function withoutServices(needs: Needs): string[] {
  return Object.keys(needs).filter((job) => {
    const text = needs[job]?.outputs["deployments"];
    return Boolean(text) && readOutput(text) === undefined;
  });
}

/** `undefined` where it is another action's output of that name, or was cut off. */
function readOutput(text: string | null | undefined): Deployments | undefined {
  if (!text) return undefined;
  try {
    return parseDeployments(JSON.parse(text));
  } catch {
    return undefined;
  }
}
