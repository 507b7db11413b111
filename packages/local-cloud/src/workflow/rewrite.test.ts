import { describe, expect, test } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../machine/folders";
import { rewriteForAct } from "./rewrite";

describe("the rewriting for act", () => {
  test.each([
    ["a reference to this repository", "      - uses: $/actions/x\n", "      - uses: ./actions/x\n"],
    ["a quoted one", '    uses: "$/.github/workflows/a.yml"\n', '    uses: "./.github/workflows/a.yml"\n'],
    ["a queue", "concurrency:\n  group: a\n  queue: max\n", "concurrency:\n  group: a\n"],
    ["a queue with a reason", "  queue: single # one waits\n", ""],
    [
      "another action",
      "      - uses: actions/checkout@0 # $/ stays\n",
      "      - uses: actions/checkout@0 # $/ stays\n",
    ],
    ["a word in a script", "        run: echo queue: max\n", "        run: echo queue: max\n"],
  ])("%s", (_, before, after) => {
    expect(rewriteForAct(before)).toBe(after);
  });

  const folder = join(checkout, ".github", "workflows");
  test.each(readdirSync(folder))("nothing else differs in %s", (name) => {
    const original = readFileSync(join(folder, name), "utf8").split("\n");
    const rewritten = rewriteForAct(original.join("\n")).split("\n");
    const expected = original.filter((line) => !/^ +queue: (max|single)$/.test(line));
    expect(rewritten).toHaveLength(expected.length);
    expected.forEach((line, index) => {
      const uses = /^(\s*(?:- )?uses: )\$\/(.*)$/.exec(line);
      expect(rewritten[index]).toBe(uses ? `${uses[1]}./${uses[2]}` : line);
    });
  });
});
