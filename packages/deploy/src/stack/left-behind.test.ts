import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  changed,
  changeSetId,
  folder,
  id,
  lines,
  missing,
  ofStack,
  page,
  run,
  stack,
  wire,
} from "./testing/shop-stack";

const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const bucket = { LogicalResourceId: "Uploads", ResourceType: "AWS::S3::Bucket", Action: "Remove" };
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: changed(topic),
  DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
};
const denied = fault("AccessDenied", "no", 403);
const withPolicy = () => {
  const file = join(folder, "policy.json");
  writeFileSync(file, `{"Statement": []}`);
  return { stackPolicy: file };
};

describe("a change that is not begun leaves no change set behind:", () => {
  test.each<[string, object, boolean, string]>([
    ["events that may not be read", { DescribeStackEvents: [denied] }, false, "shop: AccessDenied: no"],
    [
      "a stack policy that may not be set",
      { SetStackPolicy: [denied] },
      true,
      "shop: its stack policy could not be set",
    ],
  ])("%s", async (_title, more, policy, told) => {
    await expect(run({ ...update, ...more }, policy ? withPolicy() : {})).rejects.toThrow(told);
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
  });

  test("nor the empty stack that came with it", async () => {
    const DescribeStacks = [missing, stack("REVIEW_IN_PROGRESS"), stack("DELETE_COMPLETE")];
    await expect(run({ ...update, DescribeStacks, DescribeStackEvents: [denied] })).rejects.toThrow("AccessDenied: no");
    expect(wire.actions()).toContain("DeleteStack");
  });
});

describe("a change set that can't be deleted is warned of, and hides nothing that is worse:", () => {
  const stays = /^shop: the change set arn:\S+ stays: it could not be deleted: AccessDenied: no$/;
  test.each<[string, object, string]>([
    ["a refusal", { DescribeChangeSet: changed(bucket) }, "refused, since something would be lost: Uploads"],
    [
      "outputs that can't be looked at",
      { DescribeStacks: [withOutput()], GetTemplate: templates() },
      "AccessDenied: no",
    ],
    [
      "a change set that fails",
      { DescribeChangeSet: [{ ChangeSetId: changeSetId, Status: "FAILED", StatusReason: "a reason" }] },
      "no change set can be made: a reason",
    ],
  ])("%s", async (_title, more, told) => {
    await expect(run({ ...update, ...more, DeleteChangeSet: [denied] })).rejects.toThrow(told);
    expect(lines).toContainEqual(expect.stringMatching(stays));
  });

  test("nor makes it red that nothing changes", async () => {
    const StatusReason = "No updates are to be performed.";
    const DescribeChangeSet = [{ ChangeSetId: changeSetId, Status: "FAILED", StatusReason }];
    const result = await run({ ...update, DescribeChangeSet, DeleteChangeSet: [denied] });
    expect(result.outcome).toMatchObject({ kind: "unchanged" });
    expect(lines).toContainEqual(expect.stringMatching(stays));
  });
});

test("an earlier plan of the same name may take its time to go", async () => {
  const there = fault("AlreadyExistsException", "ChangeSet pr-12 cannot be created due to a mismatch");
  const busy = fault("InvalidChangeSetStatus", "is in DELETE_IN_PROGRESS");
  const script = {
    ...update,
    DescribeStackEvents: [page()],
    CreateChangeSet: [there, there, there, { Id: changeSetId, StackId: id }],
    DeleteChangeSet: [{}, busy, {}],
  };
  const result = await run(script, { mode: "plan", changeSet: "pr-12", review: true });
  expect(result).toMatchObject({ outcome: { kind: "planned" }, changeSet: changeSetId });
});

test("but one that never goes is an end", async () => {
  const CreateChangeSet = [fault("AlreadyExistsException", "there is one")];
  await expect(run({ ...update, CreateChangeSet }, { mode: "plan", changeSet: "pr-12" })).rejects.toThrow(
    "AlreadyExistsException: there is one",
  );
});

test("an empty stack stays where somebody's plan is in it, on whatever page", async () => {
  const ListChangeSets = [
    { Summaries: [{ Status: "FAILED" }], NextToken: "2" },
    { Summaries: [{ Status: "CREATE_COMPLETE" }] },
  ];
  const DescribeStacks = [missing, stack("REVIEW_IN_PROGRESS")];
  await run({ ...update, DescribeStacks, ListChangeSets }, { mode: "plan" });
  expect(wire.actions()).not.toContain("DeleteStack");
});

function withOutput(): object {
  return stack("UPDATE_COMPLETE", { Outputs: [{ OutputKey: "Host", OutputValue: "h" }] });
}
function templates(): object[] {
  return [{ TemplateBody: "" }, denied];
}
