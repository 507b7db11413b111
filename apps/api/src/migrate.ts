import { dirname } from "node:path";
import { environmentReader } from "./configuration/environment";
import { readConnection } from "./database/connection";
import { createPrisma } from "./database/prisma";
import { seedDemo } from "./demo/seed";
import { prismaMigrate } from "./migrations/prisma-cli";
import { readReviewed, requireReviewed } from "./migrations/reviewed";
import { run } from "./run";

// `node migrate.mjs` applies what is pending, with REVIEWED_MIGRATIONS only what was reviewed; `node migrate.mjs status` and `resolve …` are Prisma's, for the runbook.
run(async () => {
  const [command = "deploy", ...rest] = process.argv.slice(2);
  const read = environmentReader(process.env);
  const connection = readConnection(read);
  const withDemo = read.oneOf("SEED_DEMO", ["true", "false"], "false") === "true";
  if (!["deploy", "status", "resolve"].includes(command))
    read.problem("the command", `want deploy, status or resolve, got "${command}"`);
  const reviewed = readReviewed(read);
  read.done();

  const root = dirname(process.argv[1] ?? "");
  if (reviewed && command === "deploy") await requireReviewed(root, connection, reviewed);
  process.exitCode = await prismaMigrate(root, connection, [command, ...rest]);
  if (process.exitCode !== 0 || command !== "deploy" || !withDemo) return;

  const prisma = createPrisma(connection, { poolSize: 1 });
  try {
    process.stdout.write(`${await seedDemo(prisma, new Date())}\n`);
  } finally {
    await prisma.$disconnect();
  }
});
