import { describe, expect, test } from "@jest/globals";
import { abort, changeSetId, page, run, stack, wire } from "./testing/shop-stack";

const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeStackEvents: [page()],
};
const inner = "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/inner/9";
/** The root's change set has failed because of a nested one, which gives this reason. */
const nestedFailed = (reason: string) => ({
  ...update,
  DescribeChangeSet: ({ input }: { input: { ChangeSetName: string } }) => ({
    ChangeSetId: input.ChangeSetName,
    Status: "FAILED",
    StatusReason: input.ChangeSetName === inner ? reason : `Nested change set [${inner}] was not successfully created`,
  }),
});

test.each([
  "The submitted information didn't contain changes. Submit different information to create a change set.",
  "The submitted information didn't contain changes.",
  "No updates are to be performed.",
  "No updates are to be performed",
])("nothing to do, in CloudFormation's words: %s", async (StatusReason) => {
  const result = await run({ ...update, DescribeChangeSet: [{ Status: "FAILED", StatusReason }] });
  expect(result).toMatchObject({ outcome: { kind: "unchanged", why: "CloudFormation finds no difference" } });
  expect(wire.actions().slice(-2)).toEqual(["DeleteChangeSet", "GetTemplate"]);
});

test.each([
  "Transform 555::Macro failed: the template did not contain changes marker",
  "Transform Macro failed: No updates are to be performed. Give it some.",
  "The submitted information didn't contain changes. But a hook failed",
])("a reason that merely holds such words is a failure: %s", async (StatusReason) => {
  await expect(run({ ...update, DescribeChangeSet: [{ Status: "FAILED", StatusReason }] })).rejects.toMatchObject({
    code: "change-set-failed",
    message: `shop: no change set can be made: ${StatusReason}`,
  });
  expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
});

test("an import of what is not exported yet is told with what has to be deployed first", async () => {
  const StatusReason = "No export named shop-Topic found. Rollback requested by user.";
  await expect(run({ ...update, DescribeChangeSet: [{ Status: "FAILED", StatusReason }] })).rejects.toMatchObject({
    code: "change-set-failed",
    hint: expect.stringContaining(
      "Deploy the stack that exports shop-Topic first, by itself; then plan this one again.",
    ),
  });
});

describe("a nested change set's failure", () => {
  test("is told by the reason of the innermost", async () => {
    await expect(run(nestedFailed("no such export"))).rejects.toThrow(
      "shop: no change set can be made: in a nested stack: no such export",
    );
  });

  test.each([
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    "No updates are to be performed.",
  ])("is not taken for nothing to do in the whole tree: %s", async (reason) => {
    await expect(run(nestedFailed(reason))).rejects.toMatchObject({
      code: "change-set-failed",
      message: `shop: no change set can be made: in a nested stack: ${reason}`,
    });
  });

  test("of a function on an output that is not there yet is told with the way around it", async () => {
    const reason = "Template error: Fn::Select cannot select nonexistent value at index 1";
    await expect(run(nestedFailed(reason))).rejects.toMatchObject({
      message: `shop: no change set can be made: in a nested stack: ${reason}`,
      hint: expect.stringContaining("make the change set with `--no-include-nested-stacks`"),
    });
  });

  test.each([
    ["that names itself", `see ${inner}`],
    ["that names the one that it is in", `see ${changeSetId}`],
  ])("%s is told, and not asked for without end", async (_title, reason) => {
    await expect(run(nestedFailed(reason))).rejects.toThrow(/^shop: no change set can be made: /);
    expect(wire.inputs("DescribeChangeSet").length).toBeLessThan(5);
  });

  test("is not asked for any more when the run is cancelled", async () => {
    const script = nestedFailed("no such export");
    const DescribeChangeSet: typeof script.DescribeChangeSet = (call) => {
      abort.controller.abort();
      return script.DescribeChangeSet(call);
    };
    await expect(run({ ...script, DescribeChangeSet })).rejects.toMatchObject({ code: "cancelled" });
    expect(wire.inputs("DescribeChangeSet")).toHaveLength(1);
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
  });
});
