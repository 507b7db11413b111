import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { stackSummary } from "./summary";
import { changed, changeSetId, event, id, lines, ofStack, page, run, stack, wire } from "./testing/shop-stack";

const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: changed({ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" }),
};
const hook = {
  HookType: "My::Org::Hook",
  HookStatus: "HOOK_COMPLETE_FAILED",
  HookStatusReason: "the topic must be encrypted",
  HookFailureMode: "FAIL",
};
const begun = ofStack("UPDATE_IN_PROGRESS");
const turnedBack = [
  ofStack("UPDATE_ROLLBACK_IN_PROGRESS", {
    ResourceStatusReason: "The following resource(s) failed to update: [Topic].",
  }),
  ofStack("UPDATE_ROLLBACK_COMPLETE"),
];

describe("a hook's reason", () => {
  test("is told where it stops the change, beside the hook's name", async () => {
    const objects = event("Topic", "UPDATE_IN_PROGRESS", hook);
    const advises = event("Topic", "UPDATE_IN_PROGRESS", {
      ...hook,
      HookStatusReason: "an advice",
      HookFailureMode: "WARN",
    });
    const failed = event("Topic", "UPDATE_FAILED", {
      ResourceStatusReason: "The following hook(s) failed: [My::Org::Hook]",
    });
    const red = run({ ...update, DescribeStackEvents: [page(), page(begun, objects, advises, failed, ...turnedBack)] });
    const reason = "The following hook(s) failed: [My::Org::Hook]: My::Org::Hook: the topic must be encrypted";
    await expect(red).rejects.toMatchObject({
      message: `shop: UPDATE_ROLLBACK_COMPLETE: Topic (AWS::SNS::Topic): ${reason}`,
      failures: [{ path: "Topic", reason }],
    });
    expect(lines).toContain(
      "[0m 00s] UPDATE_IN_PROGRESS Topic (AWS::SNS::Topic): hook My::Org::Hook HOOK_COMPLETE_FAILED: the topic must be encrypted",
    );
  });

  test("is no part of what failed for another reason", async () => {
    const objects = event("Other", "UPDATE_IN_PROGRESS", hook);
    const failed = event("Topic", "UPDATE_FAILED", { ResourceStatusReason: "denied" });
    const red = run({ ...update, DescribeStackEvents: [page(), page(begun, objects, failed, ...turnedBack)] });
    await expect(red).rejects.toThrow(/AWS::SNS::Topic\): denied$/);
  });

  test("is a warning, in the log and the summary, where it only warns", async () => {
    const warns = event("Topic", "UPDATE_IN_PROGRESS", { ...hook, HookFailureMode: "WARN" });
    const result = await run({
      ...update,
      DescribeStackEvents: [page(), page(begun, warns, ofStack("UPDATE_COMPLETE"))],
    });
    const told = "Topic (AWS::SNS::Topic): My::Org::Hook: the topic must be encrypted";
    expect(lines).toContain(`shop: ${told}`);
    expect(stackSummary(result)).toContain(`- ${told}`);
  });
});

describe("a change set that CloudFormation's early validation or a hook refuses", () => {
  const reason =
    "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation " +
    "errors, use the DescribeEvents API for detailed failure information.";
  const said =
    "shop: no change set can be made: The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]";
  const invalid = {
    LogicalResourceId: "Topic",
    ResourceType: "AWS::SNS::Topic",
    EventType: "VALIDATION_ERROR",
    ValidationName: "AWS::EarlyValidation::PropertyValidation",
    ValidationStatus: "FAILED",
    ValidationFailureMode: "FAIL",
    ValidationStatusReason: "unsupported property Nmae",
    ValidationPath: "/Resources/Topic/Properties/Nmae",
  };
  const advice = { ...invalid, LogicalResourceId: "Bucket", ValidationFailureMode: "WARN" };
  const ofHook = { ...hook, EventType: "HOOK_INVOCATION_ERROR" };
  const advises = { ...ofHook, HookStatusReason: "an advice", HookFailureMode: "WARN" };
  const asked = { ChangeSetName: changeSetId, StackName: id, Filters: { FailedEvents: "true" } };
  const inner = "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/inner/9";
  const failed = (ChangeSetId: string) => ({ ChangeSetId, StackId: id, Status: "FAILED", StatusReason: reason });

  test.each<[string, object, string, object[]]>([
    [
      "says what and where, page by page, and not what it only warns of",
      {
        DescribeEvents: [
          { OperationEvents: [invalid, advice], NextToken: "2" },
          { OperationEvents: [ofHook, advises] },
        ],
      },
      `${said}: Topic (AWS::SNS::Topic): unsupported property Nmae, at /Resources/Topic/Properties/Nmae; ` +
        "My::Org::Hook: the topic must be encrypted",
      [asked, { ...asked, NextToken: "2" }],
    ],
    [
      "says so of a nested stack's too",
      {
        DescribeEvents: [{ OperationEvents: [invalid] }],
        DescribeChangeSet: ({ input }: { input: { ChangeSetName: string } }) =>
          input.ChangeSetName === inner
            ? failed(inner)
            : { ...failed(changeSetId), StatusReason: `Nested change set ${inner} was not successfully created` },
      },
      `${said.replace("made: ", "made: in a nested stack: ")}: Topic (AWS::SNS::Topic): unsupported property Nmae, ` +
        "at /Resources/Topic/Properties/Nmae",
      [{ ChangeSetName: inner }],
    ],
    [
      "is told in CloudFormation's words where the role may not ask",
      { DescribeEvents: [fault("AccessDenied", "no cloudformation:DescribeEvents", 403)] },
      `${said}; what they found can't be read: AccessDenied: no cloudformation:DescribeEvents`,
      [asked],
    ],
    [
      "is told in CloudFormation's words where there is nothing more to read",
      { DescribeEvents: [{ OperationEvents: [] }] },
      `shop: no change set can be made: ${reason}`,
      [asked],
    ],
  ])("%s", async (_title, script, message, questions) => {
    const red = run({ ...update, DescribeStackEvents: [page()], DescribeChangeSet: [failed(changeSetId)], ...script });
    await expect(red).rejects.toMatchObject({ code: "change-set-failed", message });
    expect(wire.inputs("DescribeEvents")).toMatchObject(questions);
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
  });
});
