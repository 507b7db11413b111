import { copyFile, lstat, mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { nodeFileTrace } from "@vercel/nft";

/**
 * What the CLI could load but `migrate deploy`, `status` and `resolve` never do: its local database, drivers of other
 * databases, its studio's page, and the query compiler, which our bundle has.
 */
const unused = [
  /query_compiler/,
  /\/node_modules\/(@electric-sql|@prisma\/(query-plan-executor|streams-local)|mysql2|postgres|typescript)\//,
  /\/@prisma\/dev\/dist\/runtime-assets\//,
  /\/prisma\/build\/(studio|child|completion)\./,
];

/** Read by name at run time, which tracing cannot see. */
const byName = ["build/prisma_schema_build_bg.wasm"];

/** Copies the files that the Prisma CLI needs into `folder`/node_modules, with pnpm's links among them. */
export async function copyPrismaCli(root, folder) {
  const workspace = join(root, "../..");
  const prisma = join(root, "node_modules/prisma");
  const { fileList } = await nodeFileTrace([join(prisma, "build/index.js")], {
    base: workspace,
    ignore: (path) => unused.some((pattern) => pattern.test(path)),
  });
  const package_ = relative(workspace, await realpath(prisma));
  const files = [...fileList, ...byName.map((name) => join(package_, name))];
  const place = (path) => join(folder, path.replace(/^apps\/api\//, ""));
  for (const path of files) {
    const from = join(workspace, path);
    const to = place(path);
    const kind = await lstat(from);
    if (kind.isDirectory()) continue;
    await mkdir(dirname(to), { recursive: true });
    if (!kind.isSymbolicLink()) await copyFile(from, to);
    else await symlink(relative(dirname(to), place(relative(workspace, await realpath(from)))), to);
  }
}
