import { expect, test } from "@jest/globals";
import { plainLines } from "./log";

test.each<[string, string, string[]]>([
  ["a line is itself", "api: unchanged :: 1", ["api: unchanged :: 1"]],
  ["a line break ends a line, and a lone CR does", "a\nb\r\nc\rd", ["a", "b", "c", "d"]],
  ["a line is no command", "::add-mask::true", [": :add-mask::true"]],
  ["nor behind blanks", "  \t::error::x", ["  \t: :error::x"]],
  ["nor in the older form, anywhere", "a ##[stop-commands]x", ["a ## [stop-commands]x"]],
  [
    "nor where a name breaks the line",
    "packages/a\n::add-mask::true changed",
    ["packages/a", ": :add-mask::true changed"],
  ],
])("in a workflow's log, %s", (_, text, lines) => expect(plainLines(text)).toEqual(lines));
