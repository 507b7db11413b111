import { createGitRepository } from "@cashsouk/testing/git-repository";
import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtBundles } from "../../built-bundles";
import { outputNames } from "./outputs";

/** A step in a repository whose manifest has services of these names. */
function detect(...names: string[]) {
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
  const output = join(repository.folder, ".git", "output");
  writeFileSync(output, "");
  try {
    const { stdout, status } = spawnSync(process.execPath, [join(builtBundles(), "detect-affected.mjs")], {
      cwd: repository.folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], GITHUB_OUTPUT: output, GITHUB_EVENT_NAME: "schedule" },
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
