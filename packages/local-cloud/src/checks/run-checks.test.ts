import { expect, test } from "@jest/globals";
import { runChecks } from "./run-checks";

test("a check whose tests were all skipped fails and says why", async () => {
  const written: string[] = [];
  const progress = { say: () => undefined } as unknown as Parameters<typeof runChecks>[1];
  const argv: [string, string] = ["echo", "Tests:       3 skipped, 3 total"];
  const good = await runChecks([{ name: "Try skipped", argv, limitMs: 5_000 }], progress, (line) => written.push(line));
  expect(good).toBe(false);
  expect(written.join("\n")).toContain("It ended well, but not one test ran.");
  expect(written.at(-1)).toBe("0 passed, 1 failed");
});
