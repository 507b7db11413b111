import { join } from "node:path";
import { run } from "../command";
import { checkout, stateFolder } from "../machine/folders";

export const apiFolder = join(checkout, "apps", "api");

/** The API's database client and its built commands (migrations, Prisma's engine), by turbo: nothing where nothing changed. */
export async function buildApi(): Promise<void> {
  const env = { TURBO_CACHE_DIR: join(stateFolder, "turbo"), TURBO_TELEMETRY_DISABLED: "1", NODE_MAJOR: "" };
  await run(
    ["pnpm", "exec", "turbo", "run", "generate", "build", "--filter=@cashsouk/api", "--output-logs=errors-only"],
    {
      cwd: checkout,
      env,
    },
  );
}
