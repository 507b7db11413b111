import { afterEach, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository } from "../git";
import { run } from "../process";
import { withPreparedImage } from "./prepare-image";
import { readSource } from "./source";
import { workspaceImages } from "./workspace-images";

const made: GitRepository[] = [];
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

type Json = Readonly<Record<string, unknown>>;
interface Given {
  readonly root: Json;
  readonly settings?: Json;
  /** Of `api`, beside `ui`. */
  readonly needs?: Json;
  /** package.json files, by path. */
  readonly more?: Json;
  readonly hooks?: string;
}

/** A workspace that needs no registry: `api` needs `ui`; nobody needs `other`. */
function repositoryOf({ root, settings = {}, needs = {}, more = {}, hooks = "" }: Given): GitRepository {
  const texts = {
    "package.json": { name: "root", private: true, ...root },
    // JSON is YAML.
    "pnpm-workspace.yaml": { packages: ["apps/*", "packages/*"], ...settings },
    "apps/api/package.json": { name: "api", version: "1.0.0", dependencies: { ui: "workspace:*", ...needs } },
    ...more,
    "packages/ui/package.json": { name: "ui", version: "1.0.0" },
    "packages/other/package.json": { name: "other", version: "1.0.0" },
  };
  const files = Object.entries(texts).map(([path, fields]) => [path, JSON.stringify(fields)] as const);
  const repository = createGitRepository({
    ...Object.fromEntries(files),
    ".gitignore": "node_modules\n",
    "apps/api/Dockerfile": "FROM base:1\n",
    "tools/hooks.cjs": hooks,
  });
  made.push(repository);
  return repository;
}

/** As the pnpm that the project is installed with has it. */
async function install(cwd: string, how: string): Promise<string> {
  const args = ["install", how, "--offline", "--ignore-scripts", "--reporter=append-only"];
  const { code, stdout, stderr } = await run("pnpm", args, { cwd, limitMs: 60_000 });
  return code === 0 ? "installed" : `${stdout.toString()}${stderr}`;
}

const tools = { devDependencies: { ui: "workspace:*", other: "workspace:*" } };

test.each<[string, Given]>([
  [
    "where the settings' overrides refer to the root's tools, of which it is not given any",
    { root: tools, settings: { overrides: { ui: "$ui", "api>ui": "$ui", other: "$other", kit: "1.0.0" } } },
  ],
  [
    "where overrides and resolutions of the root do",
    { root: { ...tools, pnpm: { overrides: { ui: "$ui" } }, resolutions: { ui: "2.0.0", kit: "-", pack: "1.0.0" } } },
  ],
  [
    "where the root's overrides, of which none reaches it, are why pnpm does not look at the settings'",
    { root: { ...tools, resolutions: { kit: "1.0.0" } }, settings: { overrides: { ui: "$ui" } } },
  ],
  [
    "where the root has peers, which are dependencies of its own",
    { root: { peerDependencies: { ui: "workspace:*" }, peerDependenciesMeta: { ui: { optional: false } } } },
  ],
  [
    "where the settings name other hooks than the usual ones",
    { root: {}, settings: { pnpmfile: "tools/hooks.cjs" }, hooks: "module.exports = { hooks: {} };\n" },
  ],
  [
    "where an override of what it does not need is a catalog's",
    { root: {}, settings: { catalog: { kit: "1.0.0" }, overrides: { kit: "catalog:" } } },
  ],
  [
    "where a folder that it links to leads on to another one, and to a package",
    {
      root: {},
      needs: { lib: "file:../../vendor/lib", kit: "link:../../vendor/kit" },
      more: {
        "vendor/lib/package.json": { name: "lib", version: "1.0.0", dependencies: { more: "file:../more" } },
        "vendor/more/package.json": { name: "more", version: "1.0.0" },
        "vendor/kit/package.json": { name: "kit", version: "1.0.0", dependencies: { other: "workspace:*" } },
      },
    },
  ],
])(
  "pnpm installs an image's share of a workspace, its lockfile frozen: %s",
  async (_, given) => {
    const repository = repositoryOf(given);
    expect(await install(repository.folder, "--lockfile-only")).toBe("installed");
    repository.commit();
    const [api] = workspaceImages(await readSource(openRepository(repository.folder)));
    const preparation = { platforms: ["linux/amd64"], buildArgs: {}, labels: {}, making: {} };
    const digestOf = (reference: string) => Promise.resolve(reference);
    const end = await withPreparedImage({ ...preparation, digestOf }, api!, ({ context }) =>
      install(context, "--frozen-lockfile"),
    );
    expect(end).toBe("installed");
  },
  120_000,
);
