import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "rolldown";

const actions = readdirSync(".", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${entry.name}/action.yml`))
  .map((entry) => entry.name);

/** One entry an action, ESM for Node 24 (and 20); clients of the AWS SDK in chunks that the actions share. */
export default defineConfig({
  input: Object.fromEntries(
    actions.flatMap((name) => [
      [name, `${name}/src/main.ts`],
      ...(existsSync(`${name}/src/post.ts`) ? [[`${name}-post`, `${name}/src/post.ts`]] : []),
    ]),
  ),
  platform: "node",
  output: {
    dir: "dist",
    format: "esm",
    cleanDir: true,
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunk-[name].mjs",
    legalComments: "inline",
  },
});
