import { expect, test } from "@jest/globals";
import { failures } from "./failures";

const underTurbo = `@a/b:test: PASS src/a.test.ts
@a/b:test: FAIL src/b.test.ts
@a/b:test:   ● Console
@a/b:test:     noise
@a/b:test:   ● a step › ends red
@a/b:test:
@a/b:test:     expected 1, received 2
c:test: PASS c.test.ts
@a/b:test: Summary of all failing tests
@a/b:test:   ● a step › ends red
@a/b:test:     expected 1, received 2
@a/b:test: Tests:       1 failed, 3 passed, 4 total`;
const playwright = `  1) [deployed] › e2e/deployed.spec.ts:9:1 › the page answers ───────────

    Error: no
  1 failed
    [deployed] › e2e/deployed.spec.ts:9:1 › the page answers ───────────`;

test.each([
  ["Jest under turbo, each once", underTurbo, ["a step › ends red"]],
  ["pytest", "===\nFAILED tests/test_a.py::test_b - assert 1 == 2\n1 failed in 1.00s", ["tests/test_a.py::test_b"]],
  ["Playwright", playwright, ["[deployed] › e2e/deployed.spec.ts:9:1 › the page answers"]],
  ["a linter, which has no tests", "a.ts:1: no", []],
])("the failed tests of %s are told by name", (_, output, titles) => {
  expect(failures(output).map(({ title }) => title)).toEqual(titles);
});

test("a failure's lines are what its runner says of it, and no other test's", () => {
  expect(failures(underTurbo)[0]?.lines).toEqual(["  ● a step › ends red", "", "    expected 1, received 2"]);
});
