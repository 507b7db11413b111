import { createHash } from "node:crypto";

/** A token of 64 characters, ECS's limit: the same for the same identity (run, attempt, job, step, what is run). */
export function clientToken(identity: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex");
}
