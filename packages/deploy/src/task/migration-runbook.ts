/** What to do, step by step, when a migration failed or was refused. */
export const migrationRunbook = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/migration-failed.md";
