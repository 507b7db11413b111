import { describe, expect, test } from "@jest/globals";
import { abort, changeSetId, missing, ofStack, page, run, stack, wire } from "./testing/shop-stack";

describe("a cancelled run", () => {
  test("deletes the change set that was not executed, and the empty stack that came with it", async () => {
    const cancelled = run({
      DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), missing],
      DescribeChangeSet: () => {
        abort.controller.abort();
        return { ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] };
      },
    });
    await expect(cancelled).rejects.toThrow("shop: cancelled; the stack was not changed");
    expect(wire.actions()).toEqual(expect.arrayContaining(["DeleteChangeSet", "DeleteStack"]));
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test("says that a change which has begun goes on", async () => {
    const cancelled = run({
      DescribeStacks: [missing],
      DescribeStackEvents: [page(), page(ofStack("CREATE_IN_PROGRESS"))],
      ExecuteChangeSet: () => {
        abort.controller.abort();
        return {};
      },
    });
    await expect(cancelled).rejects.toThrow(
      "shop: the creation goes on in CloudFormation, and was not done when the run was cancelled",
    );
    expect(wire.actions()).not.toContain("DeleteStack");
  });
});
