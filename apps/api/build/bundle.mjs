import { chmod, copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "rolldown";

const require = createRequire(import.meta.url);
const engine = "@prisma/schema-engine-wasm";
const engineFolder = join(require.resolve(engine), "..");

/** The commands of the image, and what the Prisma CLI loads: one file each and the chunks they share. */
const input = {
  server: "src/server.ts",
  migrate: "src/migrate.ts",
  "database-roles": "src/database-roles.ts",
  "schema-engine": "src/schema-engine.ts",
  "prisma.config": "prisma.config.ts",
};

/** Bundles the package's commands into `folder`. */
export async function bundle(root, folder) {
  const commit = require(`${engineFolder}/package.json`).version.split(".").at(-1);
  await build({
    cwd: root,
    input,
    platform: "node",
    // Native bindings and observability that pg and Prisma look for and do without.
    external: ["pg-native", "@opentelemetry/api"],
    transform: { define: { "process.env.ENGINE_COMMIT": JSON.stringify(commit) } },
    logLevel: "warn",
    output: {
      dir: folder,
      format: "esm",
      entryFileNames: "[name].mjs",
      chunkFileNames: "chunks/[name]-[hash].mjs",
      banner: (chunk) => (chunk.name === "schema-engine" ? "#!/usr/bin/env node" : ""),
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    },
  });
  // The CLI starts it as a program.
  await chmod(join(folder, "schema-engine.mjs"), 0o755);
  await copyFile(join(engineFolder, "schema_engine_bg.wasm"), join(folder, "schema_engine_bg.wasm"));
}
