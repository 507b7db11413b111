import type { Tree } from "../git";

/**
 * A small workspace for tests: `api` needs `shared`; `web` needs `ui`, which needs `shared`; `tool` belongs to no service.
 * Of the registry's packages, `api` needs a (which needs b with peer p), `web` needs c, the root's tools need d.
 */
const service = (name: string) => ({ name, package: `@x/${name}`, dockerfile: "docker/Dockerfile" });

const packageJson = (name: string, rest: object = {}) => JSON.stringify({ name: `@x/${name}`, private: true, ...rest });

export const lockfile = `lockfileVersion: '9.0'
settings: {autoInstallPeers: true}
catalogs:
  default:
    a: {specifier: ^1.0.0, version: 1.0.0}
    c: {specifier: ^1.0.0, version: 1.0.0}
importers:
  .:
    devDependencies:
      d: {specifier: ^1.0.0, version: 1.0.0}
  apps/api:
    dependencies:
      '@x/shared': {specifier: workspace:*, version: link:../../packages/shared}
      a: {specifier: 'catalog:', version: 1.0.0(p@1.0.0)}
  apps/web:
    dependencies:
      '@x/ui': {specifier: workspace:*, version: link:../../packages/ui}
    devDependencies:
      c: {specifier: 'catalog:', version: 1.0.0}
  packages/shared: {}
  packages/tool: {}
  packages/ui:
    dependencies:
      '@x/shared': {specifier: workspace:*, version: link:../shared}
packages:
  a@1.0.0: {resolution: {integrity: sha512-a}, peerDependencies: {p: '*'}}
  b@1.0.0: {resolution: {integrity: sha512-b}}
  c@1.0.0: {resolution: {integrity: sha512-c}}
  d@1.0.0: {resolution: {integrity: sha512-d}}
  p@1.0.0: {resolution: {integrity: sha512-p}}
snapshots:
  a@1.0.0(p@1.0.0): {dependencies: {b: 1.0.0, p: 1.0.0}}
  b@1.0.0: {}
  c@1.0.0: {}
  d@1.0.0: {}
  p@1.0.0: {}
`;

/** What pnpm 12 writes in front of it, of itself. */
export const environment = (pnpm: string) => `---
lockfileVersion: '9.0'

importers:

  .:
    configDependencies: {}
    packageManagerDependencies:
      pnpm:
        specifier: ${pnpm}
        version: ${pnpm}

packages:

  pnpm@${pnpm}:
    resolution: {integrity: sha512-${pnpm}}
    hasBin: true

snapshots:

  pnpm@${pnpm}: {}

---
`;

export const settings = `packages: [apps/*, packages/*]
catalog:
  a: ^1.0.0
  c: ^1.0.0
minimumReleaseAge: 1440
`;

export const workspaceFiles: Readonly<Record<string, string>> = {
  "README.md": "# A workspace\n",
  ".gitignore": "node_modules\n*.log\n",
  "services.json": JSON.stringify({ services: [service("api"), service("web")], global: ["shared.config"] }, null, 2),
  "shared.config": "1\n",
  "docker/Dockerfile": "FROM base:1\nCOPY . .\n",
  "package.json": JSON.stringify({ name: "root", scripts: { test: "true" }, devDependencies: { d: "^1.0.0" } }),
  "pnpm-workspace.yaml": settings,
  "pnpm-lock.yaml": lockfile,
  "apps/api/package.json": packageJson("api", { dependencies: { "@x/shared": "workspace:*", a: "catalog:" } }),
  "apps/api/src/main.ts": "export {};\n",
  "apps/api/src/main.test.ts": "test\n",
  "apps/web/package.json": packageJson("web", {
    dependencies: { "@x/ui": "workspace:*" },
    devDependencies: { c: "catalog:" },
  }),
  "apps/web/app/page.tsx": "page\n",
  "packages/shared/package.json": packageJson("shared"),
  "packages/shared/src/index.ts": "1\n",
  "packages/ui/package.json": packageJson("ui", { dependencies: { "@x/shared": "workspace:*" } }),
  "packages/ui/src/button.tsx": "button\n",
  "packages/tool/package.json": packageJson("tool"),
  "packages/tool/src/tool.ts": "tool\n",
};

/** The workspace with some files changed (`null`: without one), as a tree that no git is asked for. */
export function treeOf(changes: Record<string, string | null> = {}): Tree {
  const files = new Map<string, string>();
  for (const [path, text] of Object.entries({ ...workspaceFiles, ...changes }))
    if (text !== null) files.set(path, text);
  const paths = [...files.keys()].sort();
  return {
    prefix: "",
    paths,
    endingWith: (suffix) => paths.filter((path) => path.endsWith(suffix)),
    listLinks: () => Promise.resolve([]),
    kindOf: (path) => (files.has(path) ? "file" : undefined),
    readTexts: (wanted) =>
      Promise.resolve(new Map(wanted.flatMap((path) => (files.has(path) ? [[path, files.get(path) ?? ""]] : [])))),
  };
}

/** The same with links: path → what the link says. */
export function linkedTreeOf(links: Record<string, string>, changes: Record<string, string | null> = {}): Tree {
  const tree = treeOf({ ...changes, ...links });
  return {
    ...tree,
    listLinks: () => Promise.resolve(Object.keys(links)),
    kindOf: (path) => (path in links ? "link" : tree.kindOf(path)),
  };
}
