import { describe, expect, test } from "@jest/globals";
import { readSnapshot, type Snapshot } from "../content";
import { lockfile, settings, treeOf, workspaceFiles } from "../content/workspace-fixture";
import { DeployError } from "../error";
import { affectedServices } from "./affected-services";
import { describeReason, type Reason } from "./reasons";

type Files = Record<string, string | null>;

/** Without git: what differs between two trees is told by comparing their texts. */
async function compared(before: Files, after: Files) {
  const [base, head] = await Promise.all([readSnapshot(treeOf(before)), readSnapshot(treeOf(after))]);
  const [then, now] = [before, after].map((files): Files => ({ ...workspaceFiles, ...files }));
  const paths = [...new Set([...Object.keys(then!), ...Object.keys(now!)])];
  const changed = new Set(paths.filter((path) => (then![path] ?? null) !== (now![path] ?? null)).reverse());
  return { head, base, changed };
}

function told(head: Snapshot, base: Snapshot, changed: ReadonlySet<string>): Record<string, string[]> {
  const services = head.manifest.services.map(({ name }) => name);
  const comparison = { kind: "base", snapshot: base, changed } as const;
  const found = affectedServices(head, new Map(services.map((name) => [name, comparison])));
  return Object.fromEntries(
    [...found].filter(([, list]) => list.length > 0).map(([name, list]) => [name, list.map(describeReason)]),
  );
}

interface Entry {
  name: string;
  [field: string]: unknown;
}
const manifest = (change: (entry: Entry) => void, more: object = {}) => {
  const all = JSON.parse(workspaceFiles["services.json"]!) as { services: Entry[] };
  all.services.forEach(change);
  return JSON.stringify({ ...all, ...more });
};
const both = (...reasons: unknown[]) => ({ api: reasons, web: reasons });
const installation = ["pnpm-workspace.yaml", "pnpm-lock.yaml"].map(
  (file) => `${file} changed in what this service uses of it`,
);
const resolvesAnew = (...keys: string[]) => [
  "package.json changed, which every service uses",
  ...keys.map((key) => `the lockfile resolves ${key} differently`),
  "package.json changed in what this service uses of it",
  "pnpm-workspace.yaml changed in what this service uses of it",
];
const anotherInstaller = {
  api: resolvesAnew("a@1.0.0(p@1.0.0)", "b@1.0.0", "p@1.0.0"),
  web: resolvesAnew("c@1.0.0"),
};
const patchChangesHands = {
  api: [
    "apps/api/package.json changed",
    "patches/c.patch changed, which every service uses",
    "the lockfile resolves c@1.0.0 differently",
    "pnpm-workspace.yaml changed in what this service uses of it",
  ],
  web: ["patches/c.patch changed, which every service uses"],
};
const patched = {
  "patches/c.patch": "1",
  "pnpm-workspace.yaml": `${settings}patchedDependencies: {c: patches/c.patch}\n`,
};
const apiNeedsC = {
  "apps/api/package.json": JSON.stringify({
    name: "@x/api",
    dependencies: { "@x/shared": "workspace:*", a: "catalog:", c: "catalog:" },
  }),
  "pnpm-lock.yaml": lockfile.replace(
    "      a: {specifier: 'catalog:', version: 1.0.0(p@1.0.0)}\n",
    (line) => `${line}      c: {specifier: 'catalog:', version: 1.0.0}\n`,
  ),
};
const npm = {
  "pnpm-lock.yaml": null,
  "pnpm-workspace.yaml": null,
  "package.json": JSON.stringify({ workspaces: ["apps/*", "packages/*"] }),
};
const inner = { "pnpm-workspace.yaml": settings.replace("packages/*", "packages/*, packages/*/*") };

describe("between two states", () => {
  test.each<[string, Files, Files, Record<string, unknown[]>]>([
    ["that are the same nothing is affected", {}, {}, {}],
    [
      "the changed files of a service are told in the order of their names, those that are gone among them",
      { "apps/api/m.ts": "1" },
      { "apps/api/z.ts": "1", "apps/api/b.ts": "1", "apps/api/src/main.ts": "2" },
      {
        api: ["b.ts", "m.ts", "src/main.ts", "z.ts"].map((file) => `apps/api/${file} changed`),
      },
    ],
    [
      "a dependency's file reaches those who need it, under its name",
      {},
      { "packages/ui/src/button.tsx": "2" },
      { web: ["its dependency @x/ui changed (packages/ui/src/button.tsx)"] },
    ],
    ["what no service owns reaches nobody", {}, { "packages/tool/src/tool.ts": "2", "README.md": "2" }, {}],
    [
      "a global file reaches all",
      {},
      { "shared.config": "2" },
      both("shared.config changed, which every service uses"),
    ],
    ["a file that only the base has counts", { "apps/api/old.ts": "1" }, {}, { api: ["apps/api/old.ts changed"] }],
    [
      "a patch that is no longer declared counts for those whom it reached",
      patched,
      { "patches/c.patch": null },
      {
        web: [
          "patches/c.patch changed, which every service uses",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
    ],
    [
      "a patch whose text changed counts for those whom it reaches",
      patched,
      { ...patched, "patches/c.patch": "2" },
      { web: ["patches/c.patch changed, which every service uses"] },
    ],
    [
      "a patch that changed and reaches another service from now on counts for it, too",
      patched,
      { ...patched, "patches/c.patch": "2", ...apiNeedsC },
      patchChangesHands,
    ],
    [
      "a patch that changed and no longer reaches a service counts for it, too",
      { ...patched, ...apiNeedsC },
      { ...patched, "patches/c.patch": "2" },
      patchChangesHands,
    ],
    [
      "a path that the manifest newly names counts, though its text is the same",
      {},
      { "services.json": manifest((entry) => entry.name === "api" && (entry["paths"] = ["README.md"])) },
      { api: ["README.md changed"] },
    ],
    [
      "so does one that it no longer names",
      { "services.json": manifest((entry) => entry.name === "api" && (entry["paths"] = ["README.md"])) },
      {},
      { api: ["README.md changed"] },
    ],
    [
      "what changed in text counts also where paths changed hands, and what did not is not told",
      {},
      {
        "services.json": manifest((entry) => entry.name === "api" && (entry["paths"] = ["README.md"])),
        "apps/api/src/main.ts": "2",
      },
      { api: ["README.md changed", "apps/api/src/main.ts changed"] },
    ],
    [
      "a global path that the manifest newly names counts for all",
      {},
      { "services.json": manifest(() => undefined, { global: ["shared.config", "README.md"] }) },
      both("README.md changed, which every service uses"),
    ],
    [
      "another Dockerfile counts, though its text is the same",
      { "docker/Other": "FROM base:1\nCOPY . .\n" },
      {
        "docker/Other": "FROM base:1\nCOPY . .\n",
        "services.json": manifest((entry) => entry.name === "web" && (entry["dockerfile"] = "docker/Other")),
      },
      { web: ["docker/Other changed", "docker/Dockerfile changed", "its `dockerfile` changed in the manifest"] },
    ],
    [
      "other build arguments count",
      { "services.json": manifest((entry) => (entry["buildArgs"] = { A: "1", B: "2" })) },
      { "services.json": manifest((entry) => (entry["buildArgs"] = { A: "1", B: "3" })) },
      both("its `buildArgs` changed in the manifest"),
    ],
    [
      "build arguments in another order are the same",
      { "services.json": manifest((entry) => (entry["buildArgs"] = { A: "1", B: "2" })) },
      { "services.json": manifest((entry) => (entry["buildArgs"] = { B: "2", A: "1" })) },
      {},
    ],
    [
      "a resolved package explains the lockfile, which then is not named itself",
      {},
      { "pnpm-lock.yaml": lockfile.replaceAll("sha512-p", "sha512-q") },
      { api: ["the lockfile resolves p@1.0.0 differently"] },
    ],
    [
      "without one the lockfile is named",
      {},
      { "pnpm-lock.yaml": lockfile.replace("autoInstallPeers: true", "autoInstallPeers: false") },
      both("pnpm-lock.yaml changed in what this service uses of it"),
    ],
    [
      "with one, the other root files are named besides",
      {},
      {
        "pnpm-lock.yaml": lockfile.replaceAll("sha512-c", "sha512-d2"),
        "pnpm-workspace.yaml": `${settings}nodeLinker: hoisted\n`,
      },
      {
        api: ["pnpm-workspace.yaml changed in what this service uses of it"],
        web: [
          "the lockfile resolves c@1.0.0 differently",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
    ],
    ["a workspace that takes on pnpm has all that is installed as its reason", npm, {}, anotherInstaller],
    ["a workspace that leaves pnpm has what was installed as its reason", {}, npm, anotherInstaller],
    [
      "npm's lockfile counts whole",
      npm,
      { ...npm, "package-lock.json": "1" },
      both("package-lock.json changed, and only pnpm's lockfile is compared package by package: all importers"),
    ],
    [
      "a folder that became a package of its own is no longer its parent's",
      {},
      { ...inner, "packages/ui/src/package.json": '{"name":"@x/ui-src"}' },
      { web: ["its dependency @x/ui changed (packages/ui/src/button.tsx)"] },
    ],
    [
      "one that became a package inside of what no service needs is nobody's business",
      inner,
      { ...inner, "packages/tool/src/package.json": '{"name":"@x/tool-src"}' },
      {},
    ],
    [
      "a package that another one needs from now on counts with its files",
      {},
      {
        "packages/ui/package.json": JSON.stringify({
          name: "@x/ui",
          dependencies: { "@x/shared": "workspace:*", "@x/tool": "workspace:*" },
        }),
      },
      {
        web: [
          "its dependency @x/tool changed (packages/tool/package.json)",
          "its dependency @x/tool changed (packages/tool/src/tool.ts)",
          "its dependency @x/ui changed (packages/ui/package.json)",
          ...installation,
        ],
      },
    ],
    [
      "a dependency that takes another one's place counts with the files of both",
      {},
      {
        "packages/ui/package.json": JSON.stringify({ name: "@x/ui", dependencies: { "@x/tool": "workspace:*" } }),
      },
      {
        web: [
          "its dependency @x/tool changed (packages/tool/package.json)",
          "its dependency @x/tool changed (packages/tool/src/tool.ts)",
          "its dependency @x/ui changed (packages/ui/package.json)",
          "its dependency @x/shared changed (packages/shared/package.json)",
          "its dependency @x/shared changed (packages/shared/src/index.ts)",
          ...installation,
        ],
      },
    ],
    [
      "a package that moved counts on both sides",
      {},
      {
        "packages/ui/package.json": null,
        "packages/ui/src/button.tsx": null,
        "packages/kit/package.json": workspaceFiles["packages/ui/package.json"]!,
        "packages/kit/src/button.tsx": "button\n",
      },
      {
        web: [
          "its dependency @x/ui changed (packages/kit/package.json)",
          "its dependency @x/ui changed (packages/kit/src/button.tsx)",
          "its dependency @x/ui changed (packages/ui/package.json)",
          "its dependency @x/ui changed (packages/ui/src/button.tsx)",
          ...installation,
        ],
      },
    ],
    [
      "a service that the base does not have is new",
      {},
      { "services.json": manifest((entry) => entry.name === "web" && (entry.name = "site")) },
      { site: ["it did not exist at the base"] },
    ],
    [
      "a service that the base can't give, since its package was not there, can't be compared",
      { "apps/web/package.json": null, "apps/web/app/page.tsx": null },
      {},
      { web: [expect.stringMatching(/^could not tell: at its base: the workspace has no package "@x\/web"/)] },
    ],
    [
      "a lockfile that only the base can't give is told to be the base's",
      { "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" },
      {},
      both(expect.stringMatching(/^could not tell: at its base: pnpm-lock.yaml: lockfileVersion/)),
    ],
    [
      "a lockfile that is unreadable now is told without the base",
      {},
      { "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" },
      both(expect.stringMatching(/^could not tell: pnpm-lock.yaml: lockfileVersion/)),
    ],
    [
      "a lockfile that turns out unreadable when it is compared is told as well",
      {},
      { "pnpm-lock.yaml": `${lockfile}  x@1: [\n` },
      both(expect.stringMatching(/^could not tell: pnpm-lock.yaml is not YAML/)),
    ],
  ])("%s", async (_, before, after, wanted) => {
    const { head, base, changed } = await compared(before, after);
    expect(told(head, base, changed)).toEqual(wanted);
  });
});

test("a service without a base has the reason for that, and the others are compared all the same", async () => {
  const { head, base, changed } = await compared({}, { "shared.config": "2" });
  const never: Reason = { kind: "never-released" };
  const found = affectedServices(
    head,
    new Map([
      ["web", { kind: "base", snapshot: base, changed }],
      ["api", { kind: "none", reason: never }],
    ]),
  );
  expect([...found]).toEqual([
    ["api", [never]],
    ["web", [{ kind: "global", file: "shared.config" }]],
  ]);
});

test("a service whose package is gone is an error, not a reason", async () => {
  const { head, base, changed } = await compared({}, { "apps/web/package.json": null });
  expect(() => told(head, base, changed)).toThrow(expect.objectContaining({ code: "unknown-package" }));
  expect(() => told(head, base, changed)).toThrow(DeployError);
});

test("a service that nobody compared is a bug, and named", async () => {
  const { head } = await compared({}, {});
  expect(() => affectedServices(head, new Map())).toThrow("no comparison for the service api");
});

test("what is no expected error is not taken for a reason", async () => {
  const { head, base, changed } = await compared({}, {});
  const broken = {
    ...base,
    workspace: {
      ...base.workspace,
      isPnpm: () => {
        throw new TypeError("a bug");
      },
    },
  };
  expect(() => told(head, broken, changed)).toThrow(TypeError);
});
