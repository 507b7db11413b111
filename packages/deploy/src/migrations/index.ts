export { type MigrationPlan, planMigrations, type PlanRequest } from "./plan";
export { planReason, planSql, planSummary } from "./report";
export { reviewedMigrations, reviewedVariable } from "./reviewed";
