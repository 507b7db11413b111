import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "rolldown";

const actions = readdirSync(".", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${entry.name}/action.yml`))
  .map((entry) => entry.name);

/** `…/node_modules/@aws-sdk/client-ecs/dist-es/ECS.js` → `@aws-sdk/client-ecs`, the innermost package. */
const packageOf = (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];

/** A chunk's name says what is in it and never changes, so that a commit of bundles shows what moved. */
function vendorChunk(id) {
  const name = packageOf(id);
  if (name.startsWith("@aws-sdk/client-")) return name.slice("@aws-sdk/".length);
  if (/^(@aws-sdk|@aws-crypto|@aws|@smithy)\//.test(name)) return "aws-core";
  if (/^(@actions\/(core|http-client|exec|io)|undici|tunnel)$/.test(name)) return "actions-core";
  if (/^(@actions|@octokit)\//.test(name)) return "actions-github";
  return name.replace("@", "").replace("/", "-");
}

/** `packages/deploy/src/rollout/verdict.ts` → `deploy-rollout`; what lies in no folder there is `deploy-base`. */
function ownChunk(id) {
  const folder = /\/packages\/deploy\/src\/(?:([^/]+)\/)?[^/]+$/.exec(id);
  return folder ? `deploy-${folder[1] ?? "base"}` : "roof";
}

/** An action is a small entry (ESM for Node 24 and 20); the library's folders and the packages are chunks that actions share. */
export default defineConfig({
  input: Object.fromEntries(
    actions.flatMap((name) => [
      [name, `${name}/src/main.ts`],
      ...(existsSync(`${name}/src/post.ts`) ? [[`${name}-post`, `${name}/src/post.ts`]] : []),
    ]),
  ),
  platform: "node",
  resolve: { mainFields: ["module", "main"] },
  preserveEntrySignatures: "allow-extension",
  output: {
    dir: "dist",
    format: "esm",
    cleanDir: true,
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name].mjs",
    comments: { legal: true },
    // Letters for names would shift from chunk to chunk.
    minifyInternalExports: false,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: vendorChunk, debugName: "vendor", test: /\/node_modules\// },
        { name: ownChunk, debugName: "own", test: /\/packages\/deploy\/src\/|\/actions\/src\// },
      ],
    },
  },
});
