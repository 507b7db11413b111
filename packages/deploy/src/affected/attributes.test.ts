import { describe, expect, test } from "@jest/globals";
import { affectedBy, type Files, npm } from "./testing/changed-path";

const files = (changes: Files = {}) => npm({ "apps/api/run.bat": "1\n", "apps/web/logo.bin": "1\n", ...changes });
const api = { api: ["apps/api/run.bat changed"] };
const web = { web: ["apps/web/logo.bin changed"] };

describe("attributes by which a checkout writes a file otherwise count as its change:", () => {
  test.each<[string, Files, string, string, Record<string, string[]>]>([
    ["Windows' line ends", {}, ".gitattributes", "*.bat eol=crlf\n", api],
    ["those that are given up", { ".gitattributes": "*.bat eol=crlf\n" }, ".gitattributes", "", api],
    ["of a folder of packages", {}, "apps/.gitattributes", "*.bat eol=crlf\n", api],
    ["a filter", {}, ".gitattributes", "*.bin filter=none\n", web],
    ["another encoding", {}, ".gitattributes", "*.bin working-tree-encoding=ISO-8859-1\n", web],
    ["the commit's id in a file", {}, ".gitattributes", "*.bin ident\n", web],
    ["a name for several", {}, ".gitattributes", "[attr]dos text eol=crlf\n*.bat dos\n", api],
    ["none for what has none", {}, ".gitattributes", "*.bat eol=crlf -text\n", {}],
    ["nothing but line ends as they are in git", {}, ".gitattributes", "* text=auto eol=lf\n", {}],
    ["nothing that is said of other things", {}, ".gitattributes", "*.bin diff=bin -merge linguist-generated\n", {}],
    ["nothing of other files", {}, ".gitattributes", "*.vcproj eol=crlf\n", {}],
  ])("%s", async (_title, before, path, changed, wanted) => {
    expect(await affectedBy(files(before), path, { changed })).toEqual(wanted);
  });

  test("above the folder that is looked at too", async () => {
    const below = Object.fromEntries(Object.entries(files()).map(([path, text]) => [`sub/${path}`, text]));
    const at = { folder: "sub", changed: "*.bat eol=crlf\n" };
    expect(await affectedBy(below, ".gitattributes", at)).toEqual(api);
  });
});
