import type { Finding } from "@cashsouk/deploy/affected";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtBundles } from "../../built-bundles";
import { outputNames, outputs } from "./outputs";

/** A step in a repository whose manifest has services of these names. */
const detect = (...names: string[]) => detectAfter({}, names);

/** The same after a change of these files; without one nothing is compared. */
function detectAfter(changes: Record<string, string>, names: string[]) {
  const services = names.map((name) => ({ name, package: name, dockerfile: `apps/${name}/Dockerfile` }));
  const packages = names.flatMap((name) => [
    [`apps/${name}/package.json`, JSON.stringify({ name })],
    [`apps/${name}/Dockerfile`, "FROM scratch\n"],
  ]);
  const repository = createGitRepository({
    "package.json": JSON.stringify({ name: "root", workspaces: ["apps/*"] }),
    "services.json": JSON.stringify({ services }),
    ...(Object.fromEntries(packages) as Record<string, string>),
  });
  if (Object.keys(changes).length > 0) repository.commit(changes);
  const base = Object.keys(changes).length > 0 ? { INPUT_BASE: "HEAD~1" } : {};
  const output = join(repository.folder, ".git", "output");
  writeFileSync(output, "");
  try {
    const { stdout, status } = spawnSync(process.execPath, [join(builtBundles(), "detect-affected.mjs")], {
      cwd: repository.folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...base, GITHUB_OUTPUT: output, GITHUB_EVENT_NAME: "schedule" },
    });
    return { stdout, status, output: readFileSync(output, "utf8") };
  } finally {
    repository.remove();
  }
}

test.each([...outputNames, "reason"])(
  'a service called "%s" is refused: a workflow would read another output',
  (name) => {
    const { stdout, status, output } = detect("api", name);
    expect(stdout).toContain(
      `manifest: want services with names other than the outputs services, matrix, any, reasons, bases, reason, got "${name}"`,
    );
    expect(status).toBe(1);
    expect(output).not.toContain("true");
  },
);

test("services of other names have an output each, beside ours", () => {
  const { status, output } = detect("api", "any-2");
  expect(status).toBe(0);
  expect(output.match(/^[\w-]+(?=<<)/gm)).toEqual(["api", "any-2", "services", "matrix", "any", "reasons", "bases"]);
});

test("a changed file's name gives the workflow no command", () => {
  const { stdout, status } = detectAfter({ "apps/web/a\n::add-mask::true\r##[stop-commands]x": "1" }, ["web"]);
  expect(status).toBe(0);
  expect(stdout).toContain("add-mask::true");
  expect(stdout).not.toMatch(/^\s*::|##\[|\r/m);
});

test("a service has twenty reasons at most, and says how many more there are: outputs have a limit", () => {
  const reasons = Array.from({ length: 22 }, (_, at) => ({ kind: "own-file", file: `apps/web/${at}` }) as const);
  const service = { name: "web", package: "web", dockerfile: "Dockerfile" } as Finding["service"];
  const told = (count: number) => outputs([{ service, reasons: reasons.slice(0, count) }])["reasons"];
  expect(told(20)).toEqual({ web: reasons.slice(0, 20) });
  expect(told(22)).toEqual({ web: [...reasons.slice(0, 20), { kind: "more", count: 2 }] });
});
