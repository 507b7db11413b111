import { type Log } from "@cashsouk/deploy";
import type { MigrationPlan, PlanRequest } from "@cashsouk/deploy/migrations";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Reads the checkout that the step runs in, tells what is pending, and leaves its SQL in a file. */
export async function readPlan(
  request: PlanRequest,
  { log, cancelled }: { log: Log; cancelled: AbortSignal },
): Promise<{ plan: MigrationPlan; sqlFile: string }> {
  const { openRepository } = await import("@cashsouk/deploy/git");
  const { planMigrations, planReason, planSql } = await import("@cashsouk/deploy/migrations");
  const plan = await planMigrations(openRepository(process.cwd(), cancelled), request);
  log.info(planReason(plan));
  for (const { name, destructive } of plan.pending) {
    log.info(`  ${JSON.stringify(name)}`);
    for (const { line, what, statement } of destructive)
      log.warning(`${JSON.stringify(name)} line ${line} ${what}: ${statement}`);
  }
  const sqlFile = join(mkdtempSync(join(process.env["RUNNER_TEMP"] ?? tmpdir(), "migrations-")), "pending.sql");
  writeFileSync(sqlFile, planSql(plan));
  return { plan, sqlFile };
}
