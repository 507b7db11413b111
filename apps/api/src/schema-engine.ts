import { dirname, join } from "node:path";
import { environmentReader } from "./configuration/environment";
import { readConnection } from "./database/connection";
import { run } from "./run";
import { parseArguments } from "./schema-engine/arguments";
import { engineMethods } from "./schema-engine/engine";
import { failureOf } from "./schema-engine/failure";
import { serve } from "./schema-engine/rpc";
import { maskPasswords } from "./schema-engine/secrets";
import { instantiate, panic } from "./schema-engine/wasm";

/** One line of the engine's log, in which the CLI looks for the failure. */
function report(failure: object): void {
  process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields: failure })}\n`);
}

// A trap of the module surfaces outside the promise of the call that caused it.
process.on("uncaughtException", (error) => {
  report({ ...failureOf(error, panic.message), is_panic: true, error_code: "P0000" });
  process.exit(101);
});

run(async () => {
  const { command, url, datamodels } = parseArguments(process.argv.slice(2));
  if (command === "version") return void process.stdout.write(`schema-engine-cli ${process.env.ENGINE_COMMIT}\n`);
  const read = environmentReader({ ...process.env, ...(url === undefined ? {} : { DATABASE_URL: url }) });
  const connection = readConnection(read);
  read.done();
  if (command === "unsupported") {
    // The CLI asks for it when the database is missing.
    report(failureOf(new Error(`Database \`${connection.database}\` does not exist`)));
    process.exit(1);
  }
  await instantiate(join(dirname(process.argv[1] ?? ""), "schema_engine_bg.wasm"));
  const log = (line: string) => {
    if (process.env["SCHEMA_ENGINE_DEBUG"]) process.stderr.write(`${maskPasswords(line)}\n`);
  };
  const methods = engineMethods(connection, datamodels, log);
  if (command === "rpc") await serve(process.stdin, (line) => process.stdout.write(line), methods);
  else process.exitCode = await canConnect(methods, url);
  // The pool keeps its connection, which would keep the process.
  process.exit();
});

async function canConnect(methods: ReturnType<typeof engineMethods>, url: string | undefined): Promise<0 | 1> {
  try {
    await methods.call("ensureConnectionValidity", { datasource: { tag: "ConnectionString", url } });
    return 0;
  } catch (error) {
    report(methods.describe(error, "ensureConnectionValidity"));
    return 1;
  }
}
