import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");
const folder = join(root, "scripts");

/** The specification's section 2 names them; each is a name for a verb of packages/cli. */
const names = ["build-all", "ecs-update", "migrate", "setup-aws"];

test("scripts/ holds what the specification names, and nothing else", () => {
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.sh`));
});

describe.each(names)("scripts/%s.sh", (name) => {
  const script = join(folder, `${name}.sh`);
  const start = (...args: string[]) => spawnSync(script, args, { cwd: "/", encoding: "utf8" });

  test("is ten lines at most, executable, and ends as the command", () => {
    const lines = readFileSync(script, "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(() => accessSync(script, constants.X_OK)).not.toThrow();
    expect(lines.at(-1)).toMatch(new RegExp(`^exec node .* ${name} "\\$@"$`));
  });

  test("tells what the verb does, from any folder", () => {
    const { status, stdout, stderr } = start("--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const part of [`cashsouk ${name}`, "Needs", "Examples", "--dry-run", "Exit codes"])
      expect(stdout).toContain(part);
  });

  test("hands on exit code and message of wrong arguments", () => {
    const { status, stderr } = start("--dry-rnu");
    expect(status).toBe(2);
    expect(stderr).toContain(`- --dry-rnu: is no flag of ${name}; did you mean --dry-run?`);
  });
});
