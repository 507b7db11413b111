/** How Prisma's CLI starts a schema engine (`PRISMA_SCHEMA_ENGINE_BINARY`). */
export interface Arguments {
  command: "version" | "can-connect" | "rpc" | "unsupported";
  /** The database's address; without a password where the environment's PGPASSWORD carries it. */
  url: string | undefined;
  /** Paths of the data model's files. */
  datamodels: string[];
}

export function parseArguments(argv: readonly string[]): Arguments {
  return {
    command: commandOf(argv),
    url: datasourceUrl(option(argv, "--datasource")),
    datamodels: (option(argv, "--datamodels") ?? "").split(",").filter(Boolean),
  };
}

/** Creating and dropping databases (`cli create-database`, `cli drop-database`) is not a migrator's business. */
function commandOf(argv: readonly string[]): Arguments["command"] {
  if (argv.includes("--version")) return "version";
  if (argv.includes("can-connect-to-database")) return "can-connect";
  return argv.includes("cli") ? "unsupported" : "rpc";
}

function option(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1];
}

function datasourceUrl(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  const value: unknown = JSON.parse(json);
  const url = typeof value === "object" && value !== null && "url" in value ? value.url : undefined;
  return typeof url === "string" ? url : undefined;
}
