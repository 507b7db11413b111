import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { StackUntouched } from "./ends";
import { changed, missing, ofStack, page, run, stack } from "./testing/shop-stack";

const bucket = { LogicalResourceId: "Uploads", ResourceType: "AWS::S3::Bucket", Action: "Remove" };
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: changed(topic),
  DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
};
const denied = fault("AccessDenied", "no", 403);

describe("a failure before anything was changed says so, with the stack's status:", () => {
  test.each<[string, object, string | undefined]>([
    ["a refusal", { DescribeChangeSet: changed(bucket) }, "UPDATE_COMPLETE"],
    ["a status that allows no change", { DescribeStacks: [stack("ROLLBACK_FAILED")] }, "ROLLBACK_FAILED"],
    ["a template that CloudFormation refuses", { ValidateTemplate: [fault("ValidationError")] }, "UPDATE_COMPLETE"],
    ["a stack that may not be read", { DescribeStacks: [denied] }, undefined],
    [
      "a new stack, which goes with its change set",
      {
        DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), stack("DELETE_COMPLETE")],
        DescribeChangeSet: [{ Status: "FAILED", StatusReason: "no" }],
      },
      undefined,
    ],
  ])("%s", async (_title, script, status) => {
    const error: unknown = await run({ ...update, ...script }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StackUntouched);
    expect(error).toMatchObject({ status });
  });
});

describe("a failure after which that can't be told says neither:", () => {
  test.each<[string, object, object]>([
    ["the change may have been begun", { ExecuteChangeSet: [denied] }, {}],
    [
      "its protection may have been switched",
      { UpdateTerminationProtection: [denied] },
      { terminationProtection: true },
    ],
    [
      "the stack was deleted, to be created anew",
      { DescribeStacks: [stack("ROLLBACK_COMPLETE"), stack("DELETE_COMPLETE")], CreateChangeSet: [denied] },
      { replaceFailed: true },
    ],
  ])("%s", async (_title, script, request) => {
    const error: unknown = await run({ ...update, ...script }, request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "DeployError" });
    expect(error).not.toBeInstanceOf(StackUntouched);
  });
});
