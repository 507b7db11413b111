import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const command = join(__dirname, "..", "bin", "cashsouk.cjs");

/** Starts the real command, in a folder of nobody's. */
function cashsouk(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: "/", encoding: "utf8" });
  return { code: status, stdout, stderr };
}

describe("the command line", () => {
  test.each([[[]], [["--help"]], [["-h"]], [["help"]]])("%j tells the verbs and the exit codes", (args) => {
    const { code, stdout, stderr } = cashsouk(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("released");
    expect(stdout).toContain("Exit codes");
  });

  test.each<[string, string[], unknown[]]>([
    [
      "a verb that is none, with the nearest",
      ["relased", "staging"],
      [expect.stringMatching(/^- verb: want one of .*, got "relased"; did you mean released\?$/)],
    ],
    ["what is missing", ["released"], ["- environment: is required"]],
    [
      "a flag that is none with the nearest, and a wrong value",
      ["released", "prod", "--jsn"],
      [
        "- --jsn: is no flag of released; did you mean --json?",
        '- environment: want one of local, staging, production, got "prod"',
      ],
    ],
    ["an argument too many", ["released", "staging", "api"], ['- "api": is one argument too many']],
    ["a switch with a value", ["released", "staging", "--json=yes"], ['- --json: takes no value, got "yes"']],
    ["a flag that is given twice", ["released", "staging", "--json", "--json"], ["- --json: is given twice"]],
  ])("names %s, all in one message, and where the help is, and ends with 2", (_title, args, problems) => {
    const { code, stdout, stderr } = cashsouk(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toEqual([
      "Invalid inputs:",
      ...problems,
      expect.stringMatching(/^What it takes: cashsouk (released )?--help$/),
    ]);
  });
});
