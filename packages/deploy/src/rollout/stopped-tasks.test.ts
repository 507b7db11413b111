import { describe, expect, test } from "@jest/globals";
import { mostTelling } from "./stopped-tasks";

const bundle =
  "return{error:err=>{throw Error(`serializer error`)}module.exports=function(){if(failed)throw new Error(reason)}";

describe("of a crashed container's last lines the reason is", () => {
  test.each([
    [
      "the error itself, not the bundle's line that threw it",
      [bundle, "Error: no database", "    at x:1:2"],
      "Error: no database",
    ],
    ["an error with its code", ["TypeError [ERR_INVALID]: wrong", "    at x"], "TypeError [ERR_INVALID]: wrong"],
    [
      "a line that speaks of an error, where none stands by itself",
      ["starting", "level=fatal out of disk"],
      "level=fatal out of disk",
    ],
    ["the last line, where none does", ["starting", "giving up"], "giving up"],
  ])("%s", (_, tail, reason) => {
    expect(mostTelling(tail, true)).toBe(reason);
  });
});
