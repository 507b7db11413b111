import { expect, test } from "@jest/globals";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runWorkflow, type WorkflowRun } from "./act";
import { pullRequest } from "./github-events";

/** Stands for act: keeps its arguments and its environment. */
const keeper = `#!/bin/sh
tr '\\0' '\\n' < /proc/$$/cmdline > "$KEPT/argv"
env > "$KEPT/env"
cp -p "$KEPT/cache/environment.yaml" "$KEPT/steps"
`;

/** Runs `workflow` by what stands for act; then `look` looks at what it was given. */
async function runKept(
  workflow: string,
  given: Partial<Pick<WorkflowRun, "event" | "folders" | "environment">>,
  look: (folder: string, kept: (name: string) => string[]) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "act-"));
  try {
    for (const name of ["bin", "stand-ins/actions-setup-node", "tree/.github/workflows"])
      mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "bin/act"), keeper, { mode: 0o755 });
    writeFileSync(join(folder, "tree/.github/workflows/w.yml"), workflow);
    const ended = await runWorkflow({
      tree: join(folder, "tree"),
      cacheFolder: join(folder, "cache"),
      event: { name: "push", workflow: "w.yml", payload: {} },
      logFile: join(folder, "log"),
      standIns: join(folder, "stand-ins"),
      variables: {},
      onEvent: () => undefined,
      timeoutMs: 10_000,
      ...given,
      environment: { ...given.environment, PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, KEPT: folder },
    });
    expect(ended).toBe(true);
    look(folder, (name) => readFileSync(join(folder, name), "utf8").split("\n"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("act gets the steps' values in a file that only its owner reads, not in its arguments, and the file goes", async () => {
  const environment = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: "not to be read", XDG_CACHE_HOME: "/steps" };
  await runKept("", { environment }, (folder, kept) => {
    expect(kept("argv").join("\n")).not.toMatch(/ACTIONS_ID_TOKEN_REQUEST_TOKEN|not to be read/);
    expect(JSON.parse(kept("steps").join("\n"))).toMatchObject(environment);
    expect(statSync(join(folder, "steps")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, "cache/environment.yaml"))).toBe(false);
    expect(kept("env")).toContain(`XDG_CACHE_HOME=${join(folder, "cache")}`);
  });
});

test("act gets the event's name, the one workflow that it starts, and what GitHub's event file holds", async () => {
  const event = pullRequest("someone/something", "plan.yml", "b".repeat(40));
  await runKept("", { event }, (folder, kept) => {
    const argv = kept("argv");
    const after = (flag: string) => argv[argv.indexOf(flag) + 1];
    expect(argv).toContain("pull_request");
    expect(after("--workflows")).toBe(".github/workflows/plan.yml");
    expect(after("--eventpath")).toBe(join(folder, "cache", "event.json"));
    expect(JSON.parse(kept("cache/event.json").join("\n"))).toEqual(event.payload);
  });
});

test("an action is taken from the folder that is given for its repository, or from a stand-in; nothing else is mapped", async () => {
  const [commit, other] = ["a".repeat(40), "b".repeat(40)];
  const uses = [
    `cashsouk/cashsouk/actions/build-push@${commit}`,
    `cashsouk/cashsouk/actions/ecs-rollout@${commit}`,
    `cashsouk/cashsouk@${other}`,
    `actions/setup-node@${commit} # v5`,
    `nobody/knows-it/at/all@${commit}`,
  ];
  const workflow = uses.map((reference) => `      - uses: ${reference}\n`).join("");
  await runKept(workflow, { folders: { "cashsouk/cashsouk": "/ours" } }, (folder, kept) => {
    const given = kept("argv").filter((_, index, all) => all[index - 1] === "--local-repository");
    expect(given).toEqual([
      `cashsouk/cashsouk@${commit}=/ours`,
      `cashsouk/cashsouk@${other}=/ours`,
      `actions/setup-node@${commit}=${join(folder, "stand-ins/actions-setup-node")}`,
    ]);
  });
});
