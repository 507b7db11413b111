import { readFileSync } from "node:fs";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { Connection } from "../database/connection";
import { WholeScriptAdapterFactory } from "./adapter";
import { failedMigration, failureOf } from "./failure";
import type { Methods } from "./rpc";
import { panic, SchemaEngine } from "./wasm";

/** `can-connect-to-database` comes without a data model, and the engine does not open without one. */
const minimal: [string, string] = ["empty.prisma", 'datasource db {\n  provider = "postgresql"\n}'];

/** The names that differ between the wire and the module. */
const renamed: Readonly<Record<string, string>> = { getDatabaseVersion: "version" };

const connectTimeoutMs = 10_000;

/** One engine on one connection, since its advisory lock is the session's; opened at the first call. */
export function engineMethods(
  connection: Connection,
  datamodels: readonly string[],
  log: (line: string) => void,
): Methods {
  const factory = new WholeScriptAdapterFactory(
    { ...connection, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: connectTimeoutMs },
    { onPoolError: () => undefined },
  );
  const files = datamodels.map((path): [string, string] => [path, readFileSync(path, "utf8")]);
  let engine: Promise<SchemaEngine> | undefined;
  const open = () =>
    (engine ??= SchemaEngine.new(
      { datamodels: files.length > 0 ? files : [minimal] },
      log,
      bindMigrationAwareSqlAdapterFactory(factory),
    ));

  return {
    async call(method, params) {
      const opened = (await open()) as unknown as Record<string, ((params: unknown) => Promise<unknown>) | undefined>;
      const run = opened[renamed[method] ?? method];
      if (run === undefined) throw new Error(`The schema engine has no method ${method}`);
      return run.call(opened, params);
    },
    describe(error, method) {
      const failure = failureOf(error, panic.message);
      const { scriptError } = factory;
      const refused = method === "applyMigrations" && failure.error_code === undefined && scriptError !== undefined;
      return refused ? failedMigration(failure, scriptError) : failure;
    },
  };
}
