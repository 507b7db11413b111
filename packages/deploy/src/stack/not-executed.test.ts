import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { changed, changeSetId, deployed, ofStack, page, run, stack, wire } from "./testing/shop-stack";

const made = { ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] };
const shown = changed({ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" });
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeStackEvents: [page()],
};
/** The change set while it is made and read, then as an execution leaves it. */
const becomes = (fields: object) => [...shown, ...shown, { ...made, ...fields }];

describe("a change set that CloudFormation does not execute ends the wait, once a minute has brought no event:", () => {
  const failed = { ExecutionStatus: "EXECUTE_FAILED", StatusReason: "the stack is locked" };
  test.each<[string, object, string]>([
    [
      "accepted, and failed",
      { DescribeChangeSet: becomes(failed) },
      "the change set is EXECUTE_FAILED: the stack is locked",
    ],
    [
      "refused, and failed",
      {
        ExecuteChangeSet: [fault("ValidationError", "no")],
        DescribeChangeSet: becomes({ ExecutionStatus: "EXECUTE_FAILED" }),
      },
      "the change set is EXECUTE_FAILED: ValidationError: no",
    ],
    [
      "accepted, while another one is executed",
      { DescribeChangeSet: becomes({ ExecutionStatus: "OBSOLETE" }) },
      "the change set is OBSOLETE: CloudFormation gives no reason",
    ],
  ])("%s", async (_title, script, why) => {
    await expect(run({ ...update, ...script })).rejects.toMatchObject({
      code: "change-set-failed",
      message: `shop: the update was not begun: ${why}`,
      hint: expect.stringContaining("Nothing was changed."),
    });
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
  });

  test("but where an event of it comes, the events are what counts", async () => {
    const DescribeStackEvents = [page(), page(ofStack("UPDATE_IN_PROGRESS"), ofStack("UPDATE_ROLLBACK_COMPLETE"))];
    const red = run({ ...update, DescribeChangeSet: becomes(failed), DescribeStackEvents });
    await expect(red).rejects.toMatchObject({ code: "stack-failed", status: "UPDATE_ROLLBACK_COMPLETE" });
  });

  test("and one that merely has not begun yet is waited for", async () => {
    const late = Array.from({ length: 60 }, () => page());
    const DescribeStackEvents = [...late, page(ofStack("UPDATE_IN_PROGRESS"), ofStack("UPDATE_COMPLETE"))];
    const DescribeChangeSet = becomes({ ExecutionStatus: "EXECUTE_IN_PROGRESS" });
    const result = await run({ ...update, DescribeChangeSet, DescribeStackEvents });
    expect(result).toMatchObject({ outcome: { kind: "updated" } });
    expect(result.seconds).toBeGreaterThan(60);
  });
});

test("a change set that is gone when it is to be executed was not begun, and that is no unknown outcome", async () => {
  const gone = fault("ChangeSetNotFound", "ChangeSet [deploy] does not exist", 404);
  const DescribeChangeSet = [...shown, ...shown, gone];
  await expect(run({ ...update, DescribeChangeSet, ExecuteChangeSet: [gone] })).rejects.toMatchObject({
    code: "change-set-failed",
    message: expect.stringMatching(
      /^shop: the change set is not there any more: another change of the stack came before/,
    ),
    hint: expect.stringMatching(/^This run changed nothing. Run it again.\n/),
  });
});

test.each(["DELETE_PENDING", "DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_FAILED"])(
  "a change set that somebody deletes while it is made is not waited for (%s)",
  async (Status) => {
    const DescribeChangeSet = [
      { ...made, Status: "CREATE_IN_PROGRESS" },
      { ...made, Status },
    ];
    await expect(run({ ...update, DescribeChangeSet })).rejects.toMatchObject({
      code: "change-set-failed",
      message: `shop: somebody has deleted the change set while it was made: it is ${Status}`,
    });
    expect(wire.inputs("DescribeChangeSet")).toHaveLength(2);
  },
);
