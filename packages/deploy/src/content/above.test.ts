import { expect, test } from "@jest/globals";
import { foldersAbove } from "./above";

test.each<[string, string[], string[]]>([
  ["a path in a folder", ["a/b/c.ts"], ["a/b", "a"]],
  ["a path from the machine's root", ["/a/b"], ["/a"]],
  ["a path at the root", ["c.ts"], []],
  ["a folder, without itself", ["a/b/"], ["a"]],
  ["a path that goes up and down", ["./a/../b//c"], ["b"]],
  ["a glob for files", ["a/b/*.ts"], ["a/b", "a"]],
  ["a glob for folders", ["a/*/c/d"], ["a"]],
  ["a glob from the middle of a name", ["a/b-*/c"], ["a"]],
  ["a glob at the root", ["*/c"], []],
  ["each mark of a glob", ["q/?", "s/[x]", "c/{x,y}", "g/(x)", "n/!(x)", "p/+(x)", "o/@(x)"], [..."qscgnpo"]],
  ["several of which some lie in one", ["a/b", "a/c", "d/e"], ["a", "d"]],
  ["nothing", [], []],
])("the folders above are told of %s", (_, globs, wanted) => expect([...foldersAbove(globs)]).toEqual(wanted));
