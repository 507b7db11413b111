import { expect, test } from "@jest/globals";
import type { ActEvent } from "../workflow/act-events";
import { runPrinter } from "./print-run";

const step = { job: "Deploy/test", step: "pnpm test" };
const line = (text: string): ActEvent => ({ kind: "line", ...step, text });

function printed(...events: ActEvent[]): string[] {
  const lines: string[] = [];
  const print = runPrinter((written) => lines.push(written));
  for (const event of events) print(event);
  return lines;
}

test("a check that ends well shows its seconds and what was replayed from the cache", () => {
  const ended: ActEvent = { kind: "step-ended", ...step, result: "success", seconds: 2 };
  expect(printed(line("PASS a.test.ts"), line("Cached:    3 cached, 9 total"), ended)).toEqual([
    "  Deploy/test",
    "      Cached:    3 cached, 9 total",
    "    ✓ pnpm test (2.0 s)",
  ]);
});

test("a check that fails shows what it printed last", () => {
  const ended: ActEvent = { kind: "step-ended", ...step, result: "failure", seconds: 2 };
  expect(printed(line("\u001b[31mFAIL\u001b[39m a.test.ts"), line("expected 1"), ended)).toEqual([
    "  Deploy/test",
    "      FAIL a.test.ts",
    "      | expected 1",
    "    ✗ pnpm test (2.0 s)",
  ]);
});

test("of an image's build only the headings are shown", () => {
  const build = { kind: "line" as const, job: "Deploy/images", step: "./actions/build-push" };
  expect(
    printed({ ...build, text: "api 1.0 s: #8 [build 4/8] RUN pnpm" }, { ...build, text: "api 1.0 s: #8 CACHED" }),
  ).toEqual(["  Deploy/images", "      api 1.0 s: #8 [build 4/8] RUN pnpm"]);
});
