import { createHash } from "node:crypto";
import type { MigrationPlan } from "./plan";

/** The environment variable by which a task is told what was reviewed. */
export const reviewedVariable = "REVIEWED_MIGRATIONS";

/**
 * What a task compares with before it applies: the names that were reviewed as pending, in order, and one SHA-256 over
 * them and their files (for each the name, NUL, the file's SHA-256 in hexadecimal, LF).
 */
export function reviewedMigrations({ pending }: MigrationPlan): string {
  const digest = createHash("sha256");
  for (const { name, sha256 } of pending) digest.update(`${name}\0${sha256}\n`);
  return JSON.stringify({ pending: pending.map(({ name }) => name), sha256: digest.digest("hex") });
}
