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

test("of a change to stacks each stack's end is shown, and what failed with its reason", () => {
  const platform = { kind: "line" as const, job: "Deploy/local", step: "Platform" };
  const stack = "AWS::CloudFormation::Stack";
  const told = [
    "[0m 01s] CREATE_IN_PROGRESS cashsouk-local-platform: User Initiated",
    `[0m 05s] CREATE_COMPLETE Network (${stack})`,
    "[0m 06s] CREATE_FAILED Data/Database (AWS::RDS::DBInstance): no such subnet",
    "[0m 09s] ROLLBACK_COMPLETE cashsouk-local-platform",
  ];
  const left = [
    `[0m 02s] CREATE_IN_PROGRESS Network (${stack})`,
    "[0m 03s] CREATE_IN_PROGRESS Network/Vpc (AWS::EC2::VPC): Resource creation Initiated",
    "[0m 04s] CREATE_COMPLETE Network/Vpc (AWS::EC2::VPC)",
  ];
  const shown = printed(...[told[0]!, ...left, ...told.slice(1)].map((text) => ({ ...platform, text })));
  expect(shown).toEqual(["  Deploy/local", ...told.map((text) => `      ${text}`)]);
});
