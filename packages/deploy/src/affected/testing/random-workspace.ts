import fc from "fast-check";
import { stringify } from "yaml";

/** A workspace of packages p0, p1 … that need each other (none a later one) and packages e0 … e3 of the registry. */
export interface RandomWorkspace {
  readonly packages: readonly RandomPackage[];
  /** Version of each package of the registry; each needs the one before it. */
  readonly versions: readonly number[];
}

interface RandomPackage {
  readonly needs: readonly number[];
  readonly development: readonly number[];
  readonly registry: readonly number[];
}

/** A change; numbers are taken modulo what there is. */
export type Edit =
  | {
      readonly kind: "file";
      readonly at: number;
      readonly name: string;
      readonly how: "write" | "delete" | "link" | "mode";
    }
  | { readonly kind: "move"; readonly from: number; readonly to: number }
  | { readonly kind: "bump"; readonly registry: number }
  | { readonly kind: "need"; readonly at: number; readonly other: number }
  | { readonly kind: "new-package"; readonly needs: number }
  | { readonly kind: "delete-last-package" }
  | { readonly kind: "root-file"; readonly path: string; readonly text: string };

const registrySize = 4;
const index = fc.nat({ max: 30 });

export const randomWorkspace: fc.Arbitrary<RandomWorkspace> = fc
  .array(
    fc.record({
      needs: fc.array(index, { maxLength: 2 }),
      development: fc.array(index, { maxLength: 1 }),
      registry: fc.array(fc.nat({ max: registrySize - 1 }), { maxLength: 2 }),
    }),
    { minLength: 3, maxLength: 8 },
  )
  .map((packages) => ({
    versions: Array<number>(registrySize).fill(0),
    packages: packages.map(({ needs, development, registry }, at) => {
      const earlier = (list: readonly number[]) => (at === 0 ? [] : [...new Set(list.map((other) => other % at))]);
      const prod = earlier(needs);
      return {
        needs: prod,
        development: earlier(development).filter((other) => !prod.includes(other)),
        registry: [...new Set(registry)],
      };
    }),
  }));

const file = (names: readonly string[]) =>
  fc.record({
    kind: fc.constant("file" as const),
    at: index,
    name: fc.constantFrom(...names),
    how: fc.constantFrom("write" as const, "delete" as const, "link" as const, "mode" as const),
  });
const rootFile = (path: string, text: string) => fc.constant({ kind: "root-file" as const, path, text });

export const randomEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 40, arbitrary: file(["src/index.ts", "src/new file.ts", 'odd "ü".ts', "package.json.ts"]) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant("move" as const), from: index, to: index }) },
  { weight: 15, arbitrary: fc.record({ kind: fc.constant("bump" as const), registry: index }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("need" as const), at: index, other: index }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("new-package" as const), needs: index }) },
  { weight: 5, arbitrary: fc.constant({ kind: "delete-last-package" as const }) },
  { weight: 5, arbitrary: rootFile("README.md", "2\n") },
  { weight: 4, arbitrary: rootFile("docs/rules.md", "2\n") },
  { weight: 4, arbitrary: rootFile(".github/workflows/other.yml", "on: push\n") },
  { weight: 3, arbitrary: rootFile("global.txt", "2\n") },
  // From here on, what may tell us and turbo apart.
  { weight: 2, arbitrary: file(["README.md", "src/index.test.ts", "docs/a.md"]) },
  { weight: 1, arbitrary: rootFile(".npmrc", "node-linker=hoisted\n") },
  { weight: 1, arbitrary: rootFile("turbo.json", turboConfiguration({ build: { outputs: ["dist/**"] } })) },
);

/** All files of the workspace but those that edits wrote. */
export function workspaceFiles({ packages, versions }: RandomWorkspace): Record<string, string> {
  const files: Record<string, string> = {
    "package.json": json({ name: "root", private: true, packageManager: "pnpm@10.34.9" }),
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    "pnpm-lock.yaml": lockfile({ packages, versions }),
    "turbo.json": turboConfiguration({ build: {} }),
    "global.txt": "1\n",
    "README.md": "1\n",
    ".gitignore": ".turbo\nnode_modules\n",
  };
  packages.forEach(({ needs, development, registry }, at) => {
    const folder = `packages/p${at}`;
    const ofRegistry = registry.map((name) => [`e${name}`, "^1.0.0"]);
    const ofWorkspace = (list: readonly number[]) => list.map((name) => [`p${name}`, "workspace:*"]);
    files[`${folder}/package.json`] = json({
      name: `p${at}`,
      version: "1.0.0",
      dependencies: Object.fromEntries([...ofRegistry, ...ofWorkspace(needs)]) as object,
      devDependencies: Object.fromEntries(ofWorkspace(development)) as object,
    });
    files[`${folder}/Dockerfile`] = "FROM scratch\n";
    files[`${folder}/src/index.ts`] = `export const p = ${at};\n`;
  });
  return files;
}

function lockfile({ packages, versions }: RandomWorkspace): string {
  const link = (other: number) => [`p${other}`, { specifier: "workspace:*", version: `link:../p${other}` }];
  const importers = packages.map(({ needs, development, registry }, at) => {
    const ofRegistry = registry.map((name) => [`e${name}`, { specifier: "^1.0.0", version: `1.0.${versions[name]}` }]);
    const entry = {
      dependencies: Object.fromEntries([...ofRegistry, ...needs.map(link)]) as object,
      devDependencies: Object.fromEntries(development.map(link)) as object,
    };
    return [
      `packages/p${at}`,
      Object.fromEntries(Object.entries(entry).filter(([, list]) => Object.keys(list).length > 0)),
    ];
  });
  const used = new Set(
    packages.flatMap(({ registry }) => registry).flatMap((name) => Array.from({ length: name + 1 }, (_, at) => at)),
  );
  const kept = versions.map((version, name) => [name, version] as const).filter(([name]) => used.has(name));
  return stringify({
    lockfileVersion: "9.0",
    settings: { autoInstallPeers: true, excludeLinksFromLockfile: false },
    importers: { ".": {}, ...Object.fromEntries(importers) } as object,
    packages: Object.fromEntries(
      kept.map(([name, version]) => [
        `e${name}@1.0.${version}`,
        { resolution: { integrity: `sha512-${name}${version}` } },
      ]),
    ) as object,
    snapshots: Object.fromEntries(
      kept.map(([name, version]) => [
        `e${name}@1.0.${version}`,
        name === 0 ? {} : { dependencies: { [`e${name - 1}`]: `1.0.${versions[name - 1]}` } },
      ]),
    ) as object,
  });
}

function turboConfiguration(tasks: object): string {
  return json({ globalDependencies: ["global.txt"], tasks });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
