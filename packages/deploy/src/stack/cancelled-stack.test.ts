import { fault } from "@cashsouk/testing/aws-wire";
import { beforeEach, describe, expect, test } from "@jest/globals";
import {
  abort,
  changed,
  changeSetId,
  deployed,
  id,
  missing,
  ofStack,
  page,
  run,
  stack,
  wire,
} from "./testing/shop-stack";

const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
/** Answers, and is where the run is cancelled. */
const andCancel = (answer: object) => () => {
  abort.controller.abort();
  return answer;
};
const changes = () => wire.actions().filter((action) => /^(Create|Delete|Execute|Cancel|Continue)/.test(action));

describe("a run that is cancelled before its change was begun leaves nothing behind:", () => {
  const update = {
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed(topic),
  };
  test.each<[string, object, string[]]>([
    ["while the stack is looked up", { DescribeStacks: andCancel(stack("UPDATE_COMPLETE")) }, []],
    ["while templates are checked", { ValidateTemplate: andCancel({}) }, []],
    [
      "while the change set is made",
      {
        CreateChangeSet: andCancel({ Id: changeSetId, StackId: "s" }),
        DescribeChangeSet: [{ Status: "CREATE_PENDING" }],
      },
      ["CreateChangeSet", "DeleteChangeSet"],
    ],
    [
      "while the change set is read",
      { DescribeChangeSet: andCancel(changed(topic)[0]!) },
      ["CreateChangeSet", "DeleteChangeSet"],
    ],
  ])("%s", async (_title, more, wanted) => {
    await expect(run({ ...update, ...more })).rejects.toMatchObject({ code: "cancelled" });
    expect(changes()).toEqual(wanted);
  });

  test("and not the empty stack that came with the change set either", async () => {
    const cancelled = run({
      DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), missing],
      DescribeChangeSet: andCancel({ ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] }),
    });
    await expect(cancelled).rejects.toThrow("shop: cancelled; the stack was not changed");
    expect(changes()).toEqual(["CreateChangeSet", "DeleteChangeSet", "DeleteStack"]);
  });

  test("while it waits for another's change", async () => {
    const waiting = run({ ...update, DescribeStacks: andCancel(stack("UPDATE_IN_PROGRESS")) });
    await expect(waiting).rejects.toThrow("shop: the stack was still UPDATE_IN_PROGRESS when the run was cancelled");
    expect(changes()).toEqual([]);
  });

  test("and deletes no failed stack, nor continues its rollback", async () => {
    for (const status of ["ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"]) {
      const request = { replaceFailed: true, continueRollback: [] };
      const cancelled = run({ DescribeStacks: andCancel(stack(status, deployed)) }, request);
      await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
      expect([status, ...changes()]).toEqual([status]);
    }
  });
});

describe("an update that is cancelled is taken back, and the step is red:", () => {
  const update = (more: object) =>
    run(
      {
        DescribeStacks: [stack("UPDATE_COMPLETE")],
        GetTemplate: [{ TemplateBody: "" }],
        DescribeChangeSet: changed(topic),
        ExecuteChangeSet: andCancel({}),
        CancelUpdateStack: [{}],
        ...more,
      },
      {},
      { onPending: (left) => void pending.push(left?.stackId) },
    );
  beforeEach(() => void pending.splice(0));
  const begun = ofStack("UPDATE_IN_PROGRESS");
  const pending: (string | undefined)[] = [];
  const back = [begun, ofStack("UPDATE_ROLLBACK_IN_PROGRESS")];

  test.each<[string, object[], string, boolean?]>([
    [
      "with its rollback awaited, where that is quick",
      [page(), page(begun), page(...back, ofStack("UPDATE_ROLLBACK_COMPLETE"))],
      "the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE",
    ],
    [
      "with its rollback told, where that outlasts what the runner leaves a step",
      [page(), page(begun), page(...back)],
      "the update is cancelled, and CloudFormation goes on rolling it back",
      true,
    ],
    [
      "unless it was done before it could be cancelled, which is told",
      [page(), page(begun), page(begun, ofStack("UPDATE_COMPLETE"))],
      "the update had come to its end before it could be cancelled: UPDATE_COMPLETE",
    ],
  ])("%s", async (_title, DescribeStackEvents, told, left = false) => {
    await expect(update({ DescribeStackEvents })).rejects.toMatchObject({
      code: "cancelled",
      message: `shop: the run was cancelled; ${told}`,
    });
    expect(changes()).toEqual(["CreateChangeSet", "ExecuteChangeSet", "CancelUpdateStack"]);
    // What has not come to its end is left to the post step.
    expect(pending).toEqual(left ? [id] : [id, undefined]);
  });

  test("where CloudFormation lets it be cancelled no more, it says that it goes on", async () => {
    const CancelUpdateStack = [
      fault("ValidationError", "CancelUpdateStack cannot be called from current stack status"),
    ];
    await expect(update({ DescribeStackEvents: [page(), page(begun)], CancelUpdateStack })).rejects.toThrow(
      "shop: the run was cancelled; the update goes on in CloudFormation, since it could not be cancelled there: " +
        "ValidationError: CancelUpdateStack cannot be called",
    );
  });
});

test("a creation that is cancelled is left to CloudFormation, and says so", async () => {
  const cancelled = run({
    DescribeStacks: [missing],
    DescribeStackEvents: [page(), page(ofStack("CREATE_IN_PROGRESS"))],
    ExecuteChangeSet: andCancel({}),
  });
  await expect(cancelled).rejects.toThrow(
    "shop: the creation goes on in CloudFormation, and was not done when the run was cancelled",
  );
  expect(changes()).toEqual(["CreateChangeSet", "ExecuteChangeSet"]);
});

test("a deletion that is cancelled goes on, and says so", async () => {
  const DescribeStacks = [stack("ROLLBACK_COMPLETE"), stack("DELETE_IN_PROGRESS")];
  const deleting = run({ DescribeStacks, DeleteStack: andCancel({}) }, { replaceFailed: true });
  await expect(deleting).rejects.toThrow("shop: the stack was not deleted when the run was cancelled");
});

test("a continued rollback that is cancelled goes on, and says so", async () => {
  const continuing = run(
    {
      DescribeStacks: [stack("UPDATE_ROLLBACK_FAILED", deployed)],
      DescribeStackEvents: [page(), page(ofStack("UPDATE_ROLLBACK_IN_PROGRESS"))],
      ContinueUpdateRollback: andCancel({}),
    },
    { continueRollback: [] },
  );
  await expect(continuing).rejects.toThrow(
    "shop: the rollback goes on in CloudFormation, and was not done when the run was cancelled",
  );
  expect(changes()).toEqual(["ContinueUpdateRollback"]);
});
