import { createInterface } from "node:readline/promises";
import { DeployError } from "@cashsouk/deploy";
import { Client } from "pg";
import { attempt } from "../command";
import { identityOf } from "../instance/instance";
import { compose } from "../machine/compose";
import { postgresImage } from "../machine/postgres-image";
import { setUpMachine } from "../machine/setup";
import type { Progress, Write } from "../progress";
import { until } from "../wait";
import { databaseUrl, devAddresses } from "./addresses";
import { apiFolder, buildApi } from "./api";
import { openProject, projectName } from "./project";
import { portSettings } from "./settings";

export interface MigrateOptions {
  readonly instance: string;
  readonly firstPort: number | undefined;
  /** apply, create, reset, status */
  readonly action: string;
  /** Of the migration to create. */
  readonly name: string | undefined;
  /** Reset without a question. */
  readonly force: boolean;
  /** Create a migration for SQL that schema.prisma cannot say. */
  readonly empty: boolean;
}

type Action = (prisma: Prisma, options: MigrateOptions) => Promise<void>;

const actions: Readonly<Record<string, Action>> = { apply, create, reset, status };

/** Prisma's migrations on the development database, and on no other. */
export async function migrate(options: MigrateOptions, progress: Progress, write: Write): Promise<void> {
  const action = Object.hasOwn(actions, options.action) ? actions[options.action] : undefined;
  const wanted = Object.keys(actions).join(", ");
  if (!action) throw new DeployError("invalid-action", `make migrate: want one of ${wanted}, got "${options.action}"`);
  if (options.action === "create" && !/^[a-z][a-z0-9_]{0,60}$/.test(options.name ?? ""))
    throw new DeployError(
      "invalid-name",
      `NAME: want lower-case letters, digits and underscores, got "${options.name ?? ""}"`,
      "make migrate create NAME=add_a_column",
    );
  const addresses = devAddresses(options.firstPort);
  const url = databaseUrl(addresses);
  refuseAnother(process.env["DATABASE_URL"], url);
  if (options.action === "reset" && !options.force && !(await agreed()))
    throw new DeployError("not-reset", "Nothing was changed.", "Without the question: make migrate reset FORCE=1");
  await setUpMachine(progress, [compose, postgresImage]);
  const project = await openProject(projectName(identityOf(options.instance)), "docker-compose.yml", undefined);
  await project.compose(["up", "--detach", "postgres"], { env: portSettings(addresses), timeoutMs: 120_000 });
  await until(() => isDevelopment(url), { for: "the development database to answer", timeoutMs: 60_000 });
  await progress.step("the API's commands", buildApi);
  await action(new Prisma(url, write), options);
}

/** A variable that names another database is somebody's intention, and not ours to follow. */
export function refuseAnother(given: string | undefined, own: string): void {
  if (!given) return;
  const place = (text: string) => {
    if (!URL.canParse(text)) return "something else";
    const { hostname, port, pathname } = new URL(text);
    return `${hostname === "127.0.0.1" ? "localhost" : hostname}:${port || "5432"}${pathname}`;
  };
  if (place(given) === place(own)) return;
  throw new DeployError(
    "not-development",
    `DATABASE_URL: want ${place(own)}, the development database, or nothing; got ${place(given)}`,
    "Other databases are migrated by the workflow, and by ./scripts/migrate.sh.",
  );
}

/** False while it does not answer; an error where what answers is not marked as ours by docker-compose.yml. */
async function isDevelopment(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  let marked: string | undefined;
  try {
    await client.connect();
    const { rows } = await client.query<{ mark: string | null }>(
      "SELECT current_setting('cashsouk.environment', true) AS mark",
    );
    marked = rows[0]?.mark ?? "";
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
  if (marked === "development") return true;
  throw new DeployError("not-development", `The database at ${new URL(url).host} is not the development database.`);
}

/** Prisma's CLI on the API's schema, with the engine that the API's build made: nothing is downloaded. */
class Prisma {
  constructor(
    private readonly url: string,
    private readonly write: Write,
  ) {}

  /** A heading over what Prisma prints next. */
  says(line: string): void {
    this.write(`\n${line}`);
  }

  /** Its exit code; what it prints is passed on. */
  async run(...args: string[]): Promise<number | null> {
    const { password } = new URL(this.url);
    const address = this.url.replace(`:${password}@`, "@");
    const { code } = await attempt(["pnpm", "exec", "prisma", ...args], {
      cwd: apiFolder,
      onLine: this.write,
      env: {
        DATABASE_URL: address,
        PGPASSWORD: password,
        PRISMA_SCHEMA_ENGINE_BINARY: `${apiFolder}/dist/schema-engine.mjs`,
        CHECKPOINT_DISABLE: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      },
    });
    return code;
  }

  async must(...args: string[]): Promise<void> {
    const code = await this.run(...args);
    if (code !== 0) throw new DeployError("prisma-failed", `prisma ${args.join(" ")} ended with exit code ${code}.`);
  }
}

async function apply(prisma: Prisma): Promise<void> {
  await prisma.must("migrate", "deploy");
  await prisma.must("db", "seed");
}

const toSchema = ["--to-schema", "prisma/schema.prisma", "--exit-code"] as const;
const beyondMigrations = ["migrate", "diff", "--from-migrations", "prisma/migrations", ...toSchema] as const;

async function create(prisma: Prisma, { name, empty }: MigrateOptions): Promise<void> {
  prisma.says("What schema.prisma has more than the migrations:");
  const more = (await prisma.run(...beyondMigrations)) !== 0;
  if (!more && !empty)
    throw new DeployError(
      "no-change",
      "schema.prisma has nothing more than the migrations: no migration was written.",
      "Change schema.prisma first. For SQL that it cannot say: make migrate create NAME=… EMPTY=1",
    );
  await prisma.must("migrate", "dev", "--create-only", "--name", name ?? "");
  prisma.says("Read the SQL, then: make migrate");
}

async function reset(prisma: Prisma): Promise<void> {
  await prisma.must("migrate", "reset", "--force");
  await prisma.must("db", "seed");
}

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question("Empty the development database and fill it anew? [y/N] ")).trim() === "y";
  } finally {
    terminal.close();
  }
}

/** Three questions: what is pending, what schema.prisma has more than the migrations, what was changed by hand. */
async function status(prisma: Prisma): Promise<void> {
  prisma.says("Which migrations are pending:");
  if ((await prisma.run("migrate", "status")) !== 0)
    throw new DeployError("pending", "The database lacks migrations.", "Run: make migrate");
  prisma.says("What schema.prisma has more than the migrations:");
  if ((await prisma.run(...beyondMigrations)) !== 0)
    throw new DeployError(
      "no-migration",
      "schema.prisma differs from what the migrations make.",
      "Run: make migrate create NAME=…",
    );
  prisma.says("What was changed in the database by hand:");
  if ((await prisma.run("migrate", "diff", "--from-config-datasource", ...toSchema)) !== 0)
    throw new DeployError(
      "drift",
      "The database was changed by hand.",
      "Write a migration for it, or run: make migrate reset",
    );
}
