import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

const root = join(__dirname, "..");
/** What may be imported: a file of each part, and packages that one part alone may touch. */
const imported = [
  ...["actions/src/run-action.ts", "apps/api/src/app.ts", "apps/admin/src/page.ts", "packages/local-cloud/src/main.ts"],
  ...[
    "packages/deploy/src/index.ts",
    "packages/ui/src/button.ts",
    "packages/types/src/notes.ts",
    "packages/testing/src/wire.ts",
  ],
  ...[
    "node_modules/@actions/core/index.js",
    "node_modules/@prisma/client/index.js",
    "node_modules/@aws-sdk/client-ecs/index.js",
  ],
] as const;
type Imported = (typeof imported)[number];

const forbidden: [rule: string, importer: string, imported: Imported][] = [
  ["deploy-stands-alone", "packages/deploy/src/a.ts", "actions/src/run-action.ts"],
  ["deploy-stands-alone", "packages/deploy/src/b.ts", "packages/types/src/notes.ts"],
  ["actions-use-deploy", "actions/x/src/a.ts", "apps/api/src/app.ts"],
  ["actions-use-deploy", "actions/x/src/b.ts", "packages/ui/src/button.ts"],
  ["cli-uses-deploy", "packages/cli/src/a.ts", "actions/src/run-action.ts"],
  ["local-cloud-is-outside", "packages/config/src/a.ts", "packages/local-cloud/src/main.ts"],
  ["apps-use-ui-sign-in-and-config", "apps/landing/src/a.ts", "actions/src/run-action.ts"],
  ["apps-use-ui-sign-in-and-config", "apps/landing/src/b.ts", "packages/deploy/src/index.ts"],
  ["apps-are-apart", "apps/landing/src/c.ts", "apps/admin/src/page.ts"],
  ["sign-in-uses-config-and-types", "packages/sign-in/src/a.ts", "packages/ui/src/button.ts"],
  ["ui-and-config-use-types-styles-icons", "packages/config/src/b.ts", "packages/ui/src/button.ts"],
  ["types-styles-icons-stand-alone", "packages/types/src/a.ts", "packages/ui/src/button.ts"],
  ["toolkit-in-actions-only", "packages/deploy/src/c.ts", "node_modules/@actions/core/index.js"],
  ["prisma-in-api-only", "apps/admin/src/a.ts", "node_modules/@prisma/client/index.js"],
  ["testing-in-tests-only", "packages/deploy/src/d.ts", "packages/testing/src/wire.ts"],
  ["sdk-after-inputs", "actions/x/src/c.ts", "node_modules/@aws-sdk/client-ecs/index.js"],
];
const allowed: [importer: string, imported: Imported][] = [
  ["actions/x/src/d.ts", "packages/deploy/src/index.ts"],
  ["actions/x/src/e.ts", "node_modules/@actions/core/index.js"],
  ["apps/landing/src/d.ts", "packages/ui/src/button.ts"],
  ["apps/api/src/b.ts", "node_modules/@prisma/client/index.js"],
  ["packages/deploy/src/e.test.ts", "packages/testing/src/wire.ts"],
  ["apps/api/__tests__/pool.ts", "packages/testing/src/wire.ts"],
  ["packages/deploy/src/rollout/testing/cluster.ts", "packages/testing/src/wire.ts"],
  ["packages/local-cloud/src/a.ts", "packages/deploy/src/index.ts"],
  ["packages/cli/src/b.ts", "packages/deploy/src/index.ts"],
];

let folder: string;
let violations: Map<string, string[]>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-arrows-"));
  copyFileSync(join(root, "tsconfig.base.json"), join(folder, "tsconfig.base.json"));
  for (const path of imported) write(path, "export const thing = 1;\n");
  for (const [, importer, path] of forbidden) write(importer, importOf(importer, path));
  for (const [importer, path] of allowed) write(importer, importOf(importer, path));
  write("packages/ui/src/egg.ts", `export { hen } from "./hen";\nexport const egg = 1;\n`);
  write("packages/ui/src/hen.ts", `export { egg } from "./egg";\nexport const hen = 1;\n`);
  write("packages/ui/src/lost.ts", `import "./nowhere";\n`);
  violations = cruise();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("dependency-cruiser refuses", () => {
  test.each(forbidden)("%s: %s → %s", (rule, importer) => {
    expect(violations.get(importer)).toContain(rule);
  });
  test("a circle", () => {
    expect(violations.get("packages/ui/src/egg.ts")).toEqual(["no-circles"]);
  });
  test("an import that can't be found", () => {
    expect(violations.get("packages/ui/src/lost.ts")).toEqual(["nothing-unresolved"]);
  });
  test.each(allowed)("nothing of %s → %s", (importer) => {
    expect(violations.get(importer)).toBeUndefined();
  });
});

test("every rule of .dependency-cruiser.cjs is shown to refuse something", async () => {
  const { default: config } = (await import(join(root, ".dependency-cruiser.cjs"))) as {
    default: { forbidden: { name: string }[] };
  };
  const shown = new Set([...violations.values()].flat());
  expect(config.forbidden.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});

function importOf(importer: string, path: Imported): string {
  return `import { thing } from "${relative(dirname(importer), path).replace(/\.ts$/, "")}";\nexport const a = thing;\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Importer → the rules that it breaks. */
function cruise(): Map<string, string[]> {
  const command = [join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "--config"];
  const parts = ["apps", "packages", "actions"];
  const run = spawnSync(process.execPath, [...command, join(root, ".dependency-cruiser.cjs"), "-T", "json", ...parts], {
    cwd: folder,
    encoding: "utf8",
  });
  const { summary } = JSON.parse(run.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  const found = new Map<string, string[]>();
  for (const { from, rule } of summary.violations) found.set(from, [...(found.get(from) ?? []), rule.name]);
  return found;
}
