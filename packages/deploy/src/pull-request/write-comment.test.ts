import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Comments, writeComment } from "./write-comment";

function pullRequest(...bodies: string[]) {
  const kept = bodies.map((body, index) => ({ id: index + 1, body }));
  const calls: string[] = [];
  const comments: Comments = {
    list: () => Promise.resolve([...kept]),
    create(body) {
      calls.push("create");
      kept.push({ id: kept.length + 1, body });
      return Promise.resolve();
    },
    update(id, body) {
      calls.push(`update ${id}`);
      kept[id - 1]!.body = body;
      return Promise.resolve();
    },
  };
  return { comments, kept, calls };
}
const whole = "https://github.com/cashsouk/cashsouk/actions/runs/1";
const marker = "<!-- deploy-stack: shop -->";

describe("a comment about a stack", () => {
  test("is written once, then changed in place, and left alone where it says the same", async () => {
    const { comments, kept, calls } = pullRequest("Looks good", "<!-- deploy-stack: other -->\nold");
    const told = [];
    for (const text of ["first", "second", "second"])
      told.push(await writeComment(comments, { about: "shop", text, whole }));
    expect(told).toEqual(["created", "updated", "unchanged"]);
    expect(calls).toEqual(["create", "update 3"]);
    expect(kept.map(({ body }) => body)).toEqual([
      "Looks good",
      "<!-- deploy-stack: other -->\nold",
      `${marker}\nsecond`,
    ]);
  });

  test("is not one that merely quotes it", async () => {
    const { comments, calls } = pullRequest(`> ${marker}\n> I don't agree`);
    await writeComment(comments, { about: "shop", text: "first", whole });
    expect(calls).toEqual(["create"]);
  });

  test("is cut at a line where it is longer than GitHub takes, and says how much is missing and where it is", async () => {
    const lines = fc.array(fc.string({ unit: "binary", maxLength: 9000 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lines, async (texts) => {
        const { comments, kept } = pullRequest();
        const text = texts.map((line) => line.replaceAll(/\s/g, "x")).join("\n");
        await writeComment(comments, { about: "shop", text, whole });
        const [{ body } = { body: "" }] = kept;
        expect(body.length).toBeLessThanOrEqual(65_536);
        if (text.length < 65_000) return expect(body).toBe(`${marker}\n${text.trimEnd()}`);
        const [, start = "", missing] =
          /^([^]*)\n\n\*\*… and (\d+) more lines:\*\* \[the whole plan\]\(\S+\)$/.exec(body) ?? [];
        if (missing === undefined) return expect(body).toBe(`${marker}\n${text.trimEnd()}`);
        expect(`${marker}\n${text}\n`.startsWith(`${start}\n`)).toBe(true);
        return expect(start.split("\n").length + Number(missing)).toBe(text.trimEnd().split("\n").length + 1);
      }),
      { numRuns: 40 },
    );
  });
});
