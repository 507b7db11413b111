import { describe, expect, test } from "@jest/globals";
import { parseDockerignore } from "./dockerignore";

const left = (text: string, paths: readonly string[]) => paths.filter(parseDockerignore(text, ".dockerignore").ignores);

describe("a .dockerignore leaves out, as docker does,", () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ["no name in other capitals", "docs\nreadme*", ["Docs/a", "README.md"], ["docs/a", "readme.md"]],
    ["by a plus, which stands for itself", "lib+", ["lib", "libb"], ["lib+/a"]],
    ["by brackets in a pattern", "app/(old)/*.tsx", ["app/old/a.tsx"], ["app/(old)/a.tsx"]],
    ["by two pluses", "*.c++", ["a.c", "a.cc"], ["a.c++"]],
    ["by a dollar", "*.$", ["a."], ["a.$"]],
    ["by a caret, which stands for itself", "^a", ["a"], ["^a"]],
    ["any beginning of a name by two stars", "**.log", ["a.logs"], ["a.log", "in/b.log", ".log"]],
    ["a folder at any depth by two stars and a slash", "**/tmp", ["atmp"], ["tmp", "a/tmp/b"]],
    ["what lies between by two stars", "a/**/z", ["a/b"], ["a/z", "a/b/z", "a/b/c/z"]],
    ["what is in a folder, and not the folder", "a/**", ["a", "ab"], ["a/b", "a/b/c"]],
    ["everything by two stars", "**", [], ["a", "a/b"]],
    ["no slash by one star or a question mark", "a*\nb?c", ["ba", "b/c", "bc"], ["a", "ab/c", "bxc"]],
    ["by a class of characters", "[ab].txt", ["c.txt"], ["a.txt", "b.txt"]],
    ["by an escaped star", "a\\*", ["ab"], ["a*"]],
    ["nothing that a later exception brings back", "a\n!a/b", ["a/b", "a/b/c"], ["a/c"]],
    ["what is left out behind an exception", "*\n!a\na/b", ["a", "a/c"], ["a/b", "z"]],
    [
      "by a path from the root, with a slash too many, and up and down",
      "/a/\n./b//c\nd/../e",
      ["a1"],
      ["a", "b/c", "e"],
    ],
    ["behind a mark, with Windows' line ends and spaces", "\uFEFF  a \r\n!  b\r\nc", ["b"], ["a", "c"]],
    ["nothing by a comment, which begins its line", "#a\n #b", ["#a"], ["#b"]],
  ])("%s", (_title, text, kept, leftOut) => {
    expect(left(text, [...kept, ...leftOut])).toEqual(leftOut);
  });

  test.each(["!", "! ", "!/", "a[", "*[b-a]"])("and what docker refuses, as %j, is an error that names it", (line) => {
    expect(() => left(`b\n${line}\n`, ["b"])).toThrow(`.dockerignore: docker reads no pattern in "${line.trim()}"`);
  });
});
