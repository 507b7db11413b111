import { expect, test } from "@jest/globals";
import fc from "fast-check";
import picomatch from "picomatch";
import { globMatcher, inputMatcher } from "./glob";

const part = fc.constantFrom("a", "a", ".b", "a.b", "...");
const path = fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => parts.join("/"));
const glob = fc
  .tuple(
    fc.constantFrom("", "", "", "!"),
    path,
    fc.constantFrom("", "", "/**", "/*", "/**/a", "*", "?", "/[ab]", "/{a,b}"),
  )
  .map((parts) => parts.join(""));

test("what names a file or a folder means what the library of globs takes it for", () => {
  let matched = 0;
  fc.assert(
    fc.property(fc.array(glob, { maxLength: 4 }), path, (globs, at) => {
      const [refused, wanted] = [true, false].map((no) => globs.filter((one) => one.startsWith("!") === no));
      const any = (some: string[] = []) => picomatch(some, { dot: true })(at);
      const said = any(wanted) && !any(refused?.map((one) => one.slice(1)));
      if (said) matched++;
      expect(globMatcher(globs)(at)).toBe(said);
    }),
    { numRuns: 1_000 },
  );
  expect(matched).toBeGreaterThan(20);
});

test.each<[string, string[], string, boolean]>([
  ["a folder that is named means everything in it", ["docs"], "docs/a/.b", true],
  ["also with a slash", ["docs/"], "docs/a", true],
  ["but not what begins like it", ["docs"], "docs2/a", false],
  ["a glob means what it says", ["docs/*"], "docs/a/b", false],
  ["a name may hold a line break", ["docs"], "docs/a\nb", true],
  ["what is refused is not wanted", ["docs", "!docs/a"], "docs/a", false],
  ["nothing in a folder that is refused either", ["docs", "!docs/a"], "docs/a/b", false],
  ["a leading dot and slash mean nothing", ["./docs"], "docs/a", true],
])("an image's inputs: %s", (_, globs, at, wanted) => expect(inputMatcher(globs)(at)).toBe(wanted));
