import { describe, expect, test } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "../error";
import { asEnd, ends } from "./ends";

const runbook = readFileSync(join(__dirname, "../../../../docs/runbooks/stack-failed.md"), "utf8");
/** As GitHub makes them of headings. */
const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s/g, "-"),
);
const source = readdirSync(__dirname)
  .filter((name) => /^[\w-]+\.ts$/.test(name) && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(__dirname, name), "utf8"))
  .join("\n");
const as = (text: string) => text;

describe("each end", () => {
  test.each(Object.entries(ends))("%s has a hint and a part of the runbook", (_code, { hint, anchor }) => {
    expect(hint).toMatch(/\.$/);
    expect(anchors).toContain(anchor);
  });

  test("that this folder's code names is among them", () => {
    const codes = [...source.matchAll(/new DeployError\(\s*"([a-z-]+)"/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(Object.keys(ends)).toEqual(expect.arrayContaining(codes));
  });

  test("keeps the hint that it came with, and adds where to read on", () => {
    const end = asEnd("shop", new DeployError("stack-status", "shop: is X", "Do that."), as);
    expect(end?.hint).toMatch(
      /^Do that\.\nWhat to do: https:\/\/\S+\/docs\/runbooks\/stack-failed\.md#status-of-the-stack$/,
    );
  });

  test("has its problems on a line each, and in one sentence for whom a later step tells", () => {
    const message = "shop: nothing was changed:\n- Env: want a\n- Size: is no parameter";
    expect(asEnd("shop", new DeployError("invalid-stack", message), as)).toMatchObject({
      message,
      reason: "shop: nothing was changed: Env: want a; Size: is no parameter",
    });
  });

  test("that is a bug of ours stays one", () => {
    expect(asEnd("shop", new TypeError("x is undefined"), as)).toBeUndefined();
  });
});

test("every status of a stack stands in the runbook", async () => {
  const { StackStatus } = await import("@aws-sdk/client-cloudformation");
  const told = runbook.replaceAll(
    "`…_CLEANUP_IN_PROGRESS`",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
  );
  for (const status of Object.values(StackStatus)) expect(told).toContain(status);
});
