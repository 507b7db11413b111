import { expect, test } from "@jest/globals";
import { countTests, replayed } from "./count";

test.each([
  [
    "Jest under turbo, one line a package",
    "@a/b:test: Tests:       12 passed, 12 total\nc:test: Tests:  3 passed, 3 total",
    true,
    15,
    0,
  ],
  ["Jest with a failure", "Tests:       1 failed, 2 skipped, 11 passed, 14 total", false, 11, 1],
  ["pytest", "======= 31 passed, 2 warnings in 12.30s =======", true, 31, 0],
  ["quiet pytest", "........ [100%]\n102 passed in 118.00s (0:01:58)", true, 102, 0],
  ["pytest with an error", "==== 1 failed, 30 passed, 1 error in 2.00s ====", false, 30, 2],
  ["Playwright", "  2 failed\n    e2e/a.spec.ts:3:1 › x\n  9 passed (1.2m)", false, 9, 2],
  ["colours", "\u001b[1mTests:\u001b[22m   \u001b[32m4 passed\u001b[39m, 4 total", true, 4, 0],
  ["a linter that is silent", "", true, 1, 0],
  ["a linter that complains", "file:1: no", false, 0, 1],
  ["Jest that skipped all", "Tests:       3 skipped, 3 total", true, 0, 1],
  ["pytest that skipped all", "===== 2 skipped in 0.10s =====", true, 0, 1],
  ["Playwright that skipped all", "  4 skipped", true, 0, 1],
  ["Jest that found none", "No tests found, exiting with code 0", true, 0, 1],
  ["a suite that could not start", "Tests:       5 passed, 5 total", false, 5, 1],
])("%s is counted", (_, output, ok, passed, failed) => {
  expect(countTests(output, ok)).toEqual({ passed, failed });
});

test.each([
  [
    "turbo that replayed some",
    " Tasks:    5 successful, 5 total\nCached:    3 cached, 5 total",
    " (3 of 5 replayed from the cache)",
  ],
  ["turbo that ran all", "Cached:    0 cached, 5 total", ""],
  ["another command", "Tests:       5 passed, 5 total", ""],
])("%s says so", (_, output, words) => expect(replayed(output)).toBe(words));
