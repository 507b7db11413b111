import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks } from "./run-checks";

const progress = { say: () => undefined } as unknown as Parameters<typeof runChecks>[1];

test("a check whose tests were all skipped fails and says why", async () => {
  const written: string[] = [];
  const argv: [string, string] = ["echo", "Tests:       3 skipped, 3 total"];
  const good = await runChecks([{ name: "Try skipped", argv, limitMs: 5_000 }], progress, (line) => written.push(line));
  expect(good).toBe(false);
  expect(written.join("\n")).toContain("It ended well, but not one test ran.");
  expect(written.at(-1)).toBe("0 passed, 1 failed");
});

describe("a check that fails at first", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "cashsouk-check-"))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const failing = String.raw`printf '  ● the wait › ends\n    expected 1\nTests:  1 failed, 2 passed, 3 total\n'; exit 1`;
  const onlyAtFirst = `mkdir first 2>/dev/null && { ${failing}; }; echo 'Tests:  3 passed, 3 total'`;

  test.each([
    ["and is not to be run once more has failed", onlyAtFirst, {}, false, "2 passed, 1 failed"],
    ["and passes once more is good", onlyAtFirst, { again: true as const }, true, "3 passed, 0 failed"],
    ["and fails once more has failed", failing, { again: true as const }, false, "2 passed, 1 failed"],
  ])("%s, and its test is named", async (_, script, again, good, counted) => {
    const written: string[] = [];
    writeFileSync(join(folder, "try.sh"), script);
    const check = {
      name: "Try again",
      argv: ["sh", "try.sh"] as [string, ...string[]],
      cwd: folder,
      limitMs: 5_000,
    };
    expect(await runChecks([{ ...check, ...again }], progress, (line) => written.push(line))).toBe(good);
    expect(written[0]).toBe("    |   ● the wait › ends\n    |     expected 1");
    expect(written.at(-2)).toMatch(
      good ? /^FLAKY: Try again.*\n {2}- the wait › ends$/ : /^FAILED: .*\n {2}- the wait › ends/,
    );
    expect(written.at(-1)).toBe(counted);
  });
});
