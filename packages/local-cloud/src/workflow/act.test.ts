import { expect, test } from "@jest/globals";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runWorkflow } from "./act";

/** Stands for act: keeps its arguments and its environment. */
const keeper = `#!/bin/sh
tr '\\0' '\\n' < /proc/$$/cmdline > "$KEPT/argv"
env > "$KEPT/env"
cp -p "$KEPT/cache/environment.yaml" "$KEPT/steps"
`;

test("act gets the steps' values in a file that only its owner reads, not in its arguments, and the file goes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "act-"));
  try {
    for (const name of ["bin", "stand-ins", "tree/.github/workflows"])
      mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "bin/act"), keeper, { mode: 0o755 });
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "not to be read",
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      XDG_CACHE_HOME: "/steps",
      KEPT: folder,
    };
    const ended = await runWorkflow({
      tree: join(folder, "tree"),
      cacheFolder: join(folder, "cache"),
      workflow: "w.yml",
      logFile: join(folder, "log"),
      standIns: join(folder, "stand-ins"),
      variables: {},
      environment,
      onEvent: () => undefined,
      timeoutMs: 10_000,
    });
    expect(ended).toBe(true);
    const kept = (name: string) => readFileSync(join(folder, name), "utf8").split("\n");
    expect(kept("argv").join("\n")).not.toMatch(/ACTIONS_ID_TOKEN_REQUEST_TOKEN|not to be read/);
    expect(JSON.parse(readFileSync(join(folder, "steps"), "utf8"))).toEqual(environment);
    expect(statSync(join(folder, "steps")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, "cache/environment.yaml"))).toBe(false);
    expect(kept("env")).toContain(`XDG_CACHE_HOME=${join(folder, "cache")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
