import { describe, expect, test } from "@jest/globals";
import { settings, workspaceFiles } from "../content/workspace-fixture";
import { affectedServices } from "./affected-services";
import type { Reason } from "./reasons";
import { both, compared, type Files, manifest, told } from "./testing/two-states";

const installation = ["pnpm-workspace.yaml", "pnpm-lock.yaml"].map(
  (file) => `${file} changed in what this service uses of it`,
);
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
      "a folder that became a package, which another one needs, is no longer its parent's",
      {},
      {
        ...inner,
        "packages/ui/src/package.json": '{"name":"@x/ui-src"}',
        "packages/tool/package.json": '{"name":"@x/tool","dependencies":{"@x/ui-src":"workspace:*"}}',
      },
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
      "so does one that comes after all that was needed before",
      {},
      {
        "apps/api/package.json": JSON.stringify({
          name: "@x/api",
          dependencies: { "@x/shared": "workspace:*", "@x/ui": "workspace:*", a: "catalog:" },
        }),
      },
      {
        api: [
          "apps/api/package.json changed",
          "its dependency @x/ui changed (packages/ui/package.json)",
          "its dependency @x/ui changed (packages/ui/src/button.tsx)",
          ...installation,
        ],
      },
    ],
    [
      "a dependency that takes another one's place counts with the files of both",
      {},
      {
        "packages/ui/package.json": JSON.stringify({ name: "@x/ui", dependencies: { "@x/tool": "workspace:*" } }),
        "pnpm-lock.yaml": workspaceFiles["pnpm-lock.yaml"]!.replace(
          "'@x/shared': {specifier: workspace:*, version: link:../shared}",
          "'@x/tool': {specifier: workspace:*, version: link:../tool}",
        ),
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
          // The lockfile still leads there.
          "could not tell: a dependency leads to packages/ui, and git shows nothing there",
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
  await expect(compared({}, { "apps/web/package.json": null })).rejects.toMatchObject({ code: "invalid-manifest" });
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
