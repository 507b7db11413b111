import { describe, expect, test } from "@jest/globals";
import { changeSetId, deployed, lines, ofStack, page, run, stack, template, wire } from "./testing/shop-stack";

describe("a stack's status before the change", () => {
  test("what is in progress is waited for", async () => {
    const result = await run({
      DescribeStacks: [stack("UPDATE_IN_PROGRESS", deployed), stack("UPDATE_COMPLETE", deployed)],
      GetTemplate: [{ TemplateBody: template }],
    });
    expect(result.outcome.kind).toBe("unchanged");
    expect(lines).toContain("shop: waits, since the stack is UPDATE_IN_PROGRESS");
  });

  describe("a failed update", () => {
    const GetTemplate = [{ TemplateBody: template }];

    test("is updated anew, although template, parameters and tags are as deployed", async () => {
      const result = await run({
        DescribeStacks: [stack("UPDATE_FAILED", deployed), stack("UPDATE_COMPLETE", deployed)],
        GetTemplate,
        DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
      });
      expect(result.outcome).toEqual({ kind: "updated" });
    });

    test("is red where CloudFormation finds nothing to change", async () => {
      const empty = { Status: "FAILED", StatusReason: "No updates are to be performed." };
      const red = run({
        DescribeStacks: [stack("UPDATE_FAILED", deployed)],
        GetTemplate,
        DescribeChangeSet: [{ ChangeSetId: changeSetId, ...empty }],
      });
      await expect(red).rejects.toThrow("shop: is UPDATE_FAILED, and CloudFormation finds nothing to change");
    });
  });

  test("a rolled back creation is refused, with the way out", async () => {
    const refused = run({ DescribeStacks: [stack("ROLLBACK_COMPLETE")] });
    await expect(refused).rejects.toMatchObject({
      message: "shop: is ROLLBACK_COMPLETE, which allows no change",
      hint: expect.stringContaining("replace-failed"),
    });
  });

  test("a rolled back creation is deleted and created anew where that was asked for", async () => {
    const result = await run(
      {
        DescribeStacks: [
          ...[stack("ROLLBACK_COMPLETE"), stack("DELETE_IN_PROGRESS")],
          ...[stack("DELETE_COMPLETE"), stack("CREATE_COMPLETE")],
        ],
        DescribeStackEvents: [page(), page(ofStack("CREATE_COMPLETE"))],
      },
      { replaceFailed: true },
    );
    expect(result.outcome).toEqual({ kind: "created" });
    expect(wire.inputs("CreateChangeSet")).toMatchObject([{ ChangeSetType: "CREATE" }]);
  });

  test("a wait has its end", async () => {
    const late = run({ DescribeStacks: [stack("UPDATE_IN_PROGRESS", deployed)] }, { waitMs: 2 * 60_000 });
    await expect(late).rejects.toThrow("shop: the stack was still UPDATE_IN_PROGRESS after 2 minutes");
  });
});
