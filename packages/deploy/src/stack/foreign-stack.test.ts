import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { changeSetId, id, missing, run, stack, wire } from "./testing/shop-stack";

describe.each(["apply", "plan"] as const)("a new stack that somebody else creates meanwhile (%s)", (mode) => {
  test("is left alone where no change set can be made any more", async () => {
    const late = run(
      {
        DescribeStacks: [missing, stack("CREATE_COMPLETE")],
        CreateChangeSet: [fault("ValidationError", "Stack shop already exists and cannot be created again")],
      },
      { mode },
    );
    await expect(late).rejects.toThrow("shop: ValidationError: Stack shop already exists");
    expect(wire.actions()).not.toContain("DeleteStack");
  });

  test("is left alone where it took the stack of our change set", async () => {
    const failed = { ChangeSetId: changeSetId, Status: "FAILED", StatusReason: "no such export" };
    const late = run(
      { DescribeStacks: [stack("REVIEW_IN_PROGRESS"), stack("CREATE_IN_PROGRESS")], DescribeChangeSet: [failed] },
      { mode },
    );
    await expect(late).rejects.toThrow("shop: no change set can be made: no such export");
    expect(wire.actions().slice(-2)).toEqual(["DeleteChangeSet", "DescribeStacks"]);
    expect(wire.inputs("DescribeStacks").at(-1)).toMatchObject({ StackName: id });
  });

  test("is ours to delete, by its id, while it is empty", async () => {
    const failed = { ChangeSetId: changeSetId, Status: "FAILED", StatusReason: "no such export" };
    const late = run(
      { DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), missing], DescribeChangeSet: [failed] },
      { mode },
    );
    await expect(late).rejects.toThrow("shop: no change set can be made: no such export");
    expect(wire.inputs("DeleteStack")).toMatchObject([{ StackName: id }]);
  });
});
