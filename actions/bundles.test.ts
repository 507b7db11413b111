import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { actionNames } from "./action-folders";
import { nodeBinaries } from "./node-versions";

/** Where no input is required, one that is wrong. */
const wrong: Record<string, Record<string, string>> = {
  "detect-affected": { deepen: "soon" },
  "build-push": { parallel: "many" },
};

describe.each(nodeBinaries())("on %s", (node) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cashsouk-bundles-"));
    // Without the SDK: a bundle that loads it before its inputs are right does not even start here.
    cpSync(join(__dirname, "dist"), join(folder, "dist"), {
      recursive: true,
      filter: (path) => !/^(client-|aws-core)/.test(basename(path)),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(actionNames)("%s names every wrong input in one message, before it loads the AWS SDK", (name) => {
    const run = start(node, folder, name, wrong[name] ?? {});
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^::error::Invalid inputs:(%0A- [a-z-]+: .+)+\n$/);
    expect(run.status).toBe(1);
    expect(run.summary).toBe("");
  });
});

/** Starts a bundle as GitHub's runner does: inputs in `INPUT_<NAME>`, spaces as underscores, hyphens kept. */
function start(node: string, folder: string, name: string, inputs: Record<string, string>) {
  const [output, summary] = ["output", "summary"].map((file) => join(folder, `${name}-${file}`)) as [string, string];
  writeFileSync(output, "");
  writeFileSync(summary, "");
  const given = Object.entries(inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value] as const);
  const { status, stdout, stderr } = spawnSync(node, [join(folder, "dist", `${name}.mjs`)], {
    cwd: folder,
    env: { ...Object.fromEntries(given), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
    encoding: "utf8",
  });
  return { status, stdout, stderr, summary: readFileSync(summary, "utf8") };
}
