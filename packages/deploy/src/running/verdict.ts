import type { Release } from "../release";
import { shortArn } from "../short-arn";

/** What was read of one service just now: its answer at the public host, its ECS service, its tasks, its ledger entry. */
export interface Observed {
  readonly service: string;
  readonly answer: { kind: "version"; service: string; key: string } | { kind: "none"; why: string };
  readonly ecs:
    | { kind: "service"; desired: number; rollout: string; revision: string; tasks: readonly RunningTask[] }
    | { kind: "none"; why: string };
  readonly release: Release | undefined;
}

export interface RunningTask {
  readonly arn: string;
  readonly startedAt: Date;
  /** The digests of its containers' images. */
  readonly digests: readonly string[];
}

/** Everything in which what runs differs from what should; empty when the service is as the ledger says. */
export function differences({ service, answer, ecs, release }: Observed): string[] {
  const found: string[] = [];
  if (answer.kind === "none") found.push(answer.why);
  else if (answer.service !== service) found.push(`its host answers as ${answer.service}`);
  if (ecs.kind === "none") found.push(ecs.why);
  else {
    if (ecs.tasks.length < ecs.desired || ecs.desired === 0)
      found.push(`${ecs.tasks.length} of ${ecs.desired} tasks run`);
    if (ecs.rollout !== "COMPLETED") found.push(`its deployment is ${ecs.rollout}`);
  }
  if (!release) return [...found, "the ledger has no release"];
  if (answer.kind === "version" && answer.key !== release.key)
    found.push(`it answers key ${brief(answer.key)}, the ledger says ${brief(release.key)}`);
  if (ecs.kind === "service") {
    if (ecs.revision !== release.revision)
      found.push(`it runs ${shortArn(ecs.revision)}, the ledger says ${shortArn(release.revision)}`);
    const digests = new Set(ecs.tasks.flatMap((task) => task.digests));
    if (ecs.tasks.some((task) => task.digests.length === 0)) found.push("a task's image is unknown");
    digests.delete(release.digest);
    for (const digest of digests) found.push(`a task runs ${brief(digest)}, the ledger says ${brief(release.digest)}`);
  }
  return found;
}

/** The first twelve digits of a key or digest. */
export function brief(hash: string): string {
  return hash.replace(/^sha256:/, "").slice(0, 12);
}
