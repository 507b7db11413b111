import { expect, test } from "@jest/globals";
import { failureParagraphs } from "./failure-paragraphs";
import { inline } from "./markdown";

test.each([
  ["*a* [b](c) ~d~", "\\*a\\* \\[b\\](c) \\~d\\~"],
  ["<img> & one|two", "&lt;img> &amp; one\\|two"],
  ["a line\nand another", "a line and another"],
  ["_so_ snake_case stays", "\\_so\\_ snake_case stays"],
  ["the input `a*b|c` and ` alone", "the input `a*b\\|c` and \\` alone"],
])("%j is shown as it is", (text, markdown) => expect(inline(text)).toBe(markdown));

test("a log becomes no heading and no quote, and can't end its own block", () => {
  const [first, log, ...hints] = failureParagraphs({
    message: "api: the build failed: exit code 1\n> [2/2] RUN false\n------\n````",
    hint: "Do this.\nOr that.",
  });
  expect(first).toBe("**api: the build failed: exit code 1**");
  expect(log).toBe("`````text\n> [2/2] RUN false\n------\n````\n`````");
  expect(hints).toEqual(["Do this.", "Or that."]);
});
