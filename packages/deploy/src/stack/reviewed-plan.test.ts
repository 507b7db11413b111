import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { stackSummary } from "./summary";
import {
  abort,
  changeSetId,
  event,
  id,
  missing,
  nestedId,
  ofStack,
  page,
  run,
  stack,
  wire,
} from "./testing/shop-stack";

const madeAt = new Date("2026-11-22T10:00:00Z");
const earlier = { Timestamp: new Date(madeAt.getTime() - 60_000) };
const later = { Timestamp: new Date(madeAt.getTime() + 60_000) };
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const reviewed = (fields: object = {}, changes: object[] = [topic]) => ({
  ChangeSetId: changeSetId,
  StackId: id,
  Status: "CREATE_COMPLETE",
  ExecutionStatus: "AVAILABLE",
  CreationTime: madeAt,
  Changes: changes.map((ResourceChange) => ({ Type: "Resource", ResourceChange })),
  ...fields,
});
const before = ofStack("UPDATE_COMPLETE", earlier);
const script = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  DescribeChangeSet: [reviewed()],
  DescribeStackEvents: [
    page(before),
    page(before),
    page(before, ofStack("UPDATE_IN_PROGRESS", later), ofStack("UPDATE_COMPLETE", later)),
  ],
};
const execute = { mode: "execute", changeSet: changeSetId, template: "", parameters: undefined } as const;
const changes = () => wire.actions().filter((action) => /^(Create|Delete|Execute|Set)/.test(action));

describe("a plan for review", () => {
  const GetTemplate = [{ TemplateBody: "" }];
  const noDrift = { DetectStackDrift: [fault("AccessDenied")] };

  test("keeps its change set, and says which it is", async () => {
    const planned = { ...script, ...noDrift, GetTemplate };
    const result = await run(planned, { mode: "plan", review: true });
    expect(result).toMatchObject({ outcome: { kind: "planned" }, changeSet: changeSetId });
    expect(changes()).toEqual(["CreateChangeSet"]);
  });

  test("of a new stack keeps that too, since the change set is in it", async () => {
    const result = await run({ ...script, DescribeStacks: [missing] }, { mode: "plan", review: true });
    expect(result).toMatchObject({ status: undefined, changeSet: changeSetId });
    expect(changes()).not.toContain("DeleteStack");
  });

  test("may have a name, and an earlier one of that name gives way", async () => {
    const CreateChangeSet = [fault("AlreadyExistsException"), { Id: changeSetId, StackId: id }];
    const request = { mode: "plan", review: true, changeSet: "pr-12" } as const;
    await run({ ...script, ...noDrift, GetTemplate, CreateChangeSet }, request);
    expect(changes()).toEqual(["CreateChangeSet", "DeleteChangeSet", "CreateChangeSet"]);
    expect(wire.inputs("DeleteChangeSet")).toMatchObject([{ StackName: "shop", ChangeSetName: "pr-12" }]);
  });

  test("of which nothing changes leaves no change set", async () => {
    const Status = { Status: "FAILED", StatusReason: "The submitted information didn't contain changes." };
    const result = await run(
      { ...script, ...noDrift, GetTemplate, DescribeChangeSet: [Status] },
      { mode: "plan", review: true },
    );
    expect(result).toMatchObject({ outcome: { kind: "unchanged" }, changeSet: undefined });
    expect(changes()).toEqual(["CreateChangeSet", "DeleteChangeSet"]);
  });
});

describe("what was reviewed", () => {
  test("is what is executed: no template is read, and no other change set made", async () => {
    const result = await run(script, execute);
    expect(result).toMatchObject({ outcome: { kind: "updated" }, changeSet: changeSetId, status: "UPDATE_COMPLETE" });
    expect(wire.inputs("ExecuteChangeSet")).toMatchObject([{ StackName: id, ChangeSetName: changeSetId }]);
    expect(changes()).toEqual(["ExecuteChangeSet"]);
  });

  test("gives the stack as it is then, which may be read as it was before", async () => {
    const as = (LastUpdatedTime: string, OutputValue: string) =>
      stack("UPDATE_COMPLETE", { LastUpdatedTime, Outputs: [{ OutputKey: "Host", OutputValue }] });
    const old = as("2026-11-22T00:00:00Z", "old");
    const DescribeStacks = [old, old, as("2026-11-23T00:00:00Z", "new")];
    const GetTemplate = [{ TemplateBody: "Outputs: { Host: {} }" }];
    expect((await run({ ...script, DescribeStacks, GetTemplate }, execute)).outputs).toEqual({ Host: "new" });
  });

  test("is not executed in express mode, in which CloudFormation does not wait for resources", async () => {
    const express = { DescribeChangeSet: [reviewed({ DeploymentConfig: { Mode: "EXPRESS" } })] };
    await expect(run({ ...script, ...express }, execute)).rejects.toMatchObject({
      code: "change-set-failed",
      message: expect.stringMatching(/^shop: the change set was made in express mode, in which /),
      hint: expect.stringContaining("Nothing was changed."),
    });
    expect(changes()).toEqual([]);
  });

  describe("is not executed where the step gives otherwise:", () => {
    const made = {
      Parameters: [
        { ParameterKey: "Size", ParameterValue: "2" },
        { ParameterKey: "Owner", ParameterValue: "Mar?a" },
        { ParameterKey: "Key", ParameterValue: "****" },
      ],
      Tags: [{ Key: "Team", Value: "core" }],
    };
    const asMade = { overrides: { Size: "2", Owner: "María", Key: "secret" }, tags: { Team: "core" } };
    test.each<[string, object, string | undefined]>([
      ["a parameter's value", { overrides: { Size: "10" } }, "parameter Size"],
      ["a parameter that it was made without", { overrides: { Zone: "a" } }, "parameter Zone"],
      ["tags", { tags: { Team: "web", Cost: "1" } }, "tag Team, tag Cost"],
      ["but where it gives the same, as CloudFormation shows it", {}, undefined],
    ])("%s", async (_title, given, what) => {
      const outcome = run({ ...script, DescribeChangeSet: [reviewed(made)] }, { ...execute, ...asMade, ...given });
      if (what === undefined) return expect(await outcome).toMatchObject({ outcome: { kind: "updated" } });
      await expect(outcome).rejects.toMatchObject({
        code: "plan-outdated",
        message: `shop: the plan does not hold any more: this step gives otherwise than it was made with: ${what}`,
      });
      expect(changes()).toEqual([]);
    });
  });

  test("may be a new stack", async () => {
    const made = ofStack("REVIEW_IN_PROGRESS", later);
    const result = await run(
      {
        ...script,
        DescribeStacks: [stack("REVIEW_IN_PROGRESS"), stack("CREATE_COMPLETE")],
        DescribeStackEvents: [page(made), page(made), page(made, ofStack("CREATE_COMPLETE", later))],
      },
      execute,
    );
    expect(result.outcome).toEqual({ kind: "created" });
  });

  test("may be an import, which another tool has made", async () => {
    const imports = { DescribeChangeSet: [reviewed({ ChangeSetType: "IMPORT" }, [{ ...topic, Action: "Import" }])] };
    const DescribeStackEvents = [
      page(before),
      page(before),
      page(before, ofStack("IMPORT_IN_PROGRESS", later), ofStack("IMPORT_COMPLETE", later)),
    ];
    const DescribeStacks = [stack("UPDATE_COMPLETE"), stack("IMPORT_COMPLETE")];
    const result = await run({ ...script, ...imports, DescribeStackEvents, DescribeStacks }, execute);
    expect(result).toMatchObject({ outcome: { kind: "updated" }, status: "IMPORT_COMPLETE" });
    expect(stackSummary(result)).toContain("1 to import");
  });

  test("may be deleted by CloudFormation where it fails, as its change set says", async () => {
    const made = ofStack("REVIEW_IN_PROGRESS", later);
    const failed = event("Topic", "CREATE_FAILED", { ...later, ResourceStatusReason: "denied" });
    const red = run(
      {
        ...script,
        DescribeStacks: [stack("REVIEW_IN_PROGRESS")],
        DescribeStackEvents: [page(made), page(made), page(made, failed, ofStack("DELETE_COMPLETE", later))],
      },
      execute,
    );
    await expect(red).rejects.toMatchObject({
      message: "shop: DELETE_COMPLETE: Topic (AWS::SNS::Topic): denied",
      hint: expect.stringMatching(
        /^The stack is deleted, as its change set says of a failure. Mend the cause, then plan it anew.\n/,
      ),
    });
  });

  test("is not waited for where another run has executed it a moment before", async () => {
    const theirs = { ClientRequestToken: "theirs", ...later };
    const [executed] = [reviewed({ ExecutionStatus: "EXECUTE_IN_PROGRESS" })];
    const red = run(
      {
        ...script,
        ExecuteChangeSet: [fault("InvalidChangeSetStatus", "is in [EXECUTE_IN_PROGRESS]")],
        DescribeChangeSet: [reviewed(), reviewed(), executed],
        DescribeStackEvents: [page(before), page(before), page(before, ofStack("UPDATE_IN_PROGRESS", theirs))],
      },
      execute,
    );
    await expect(red).rejects.toMatchObject({
      code: "change-set-failed",
      message: "shop: the update was not begun: another one was, a moment before",
    });
  });

  const changedTopic = event("Topic", "UPDATE_COMPLETE", { ...later, PhysicalResourceId: "topic-1" });
  const nested = { ...topic, LogicalResourceId: "Data", ResourceType: "AWS::CloudFormation::Stack", Action: "Modify" };
  const ofNested = { PhysicalResourceId: nestedId, ChangeSetId: `${changeSetId}4` };
  test.each<[string, object, string]>([
    [
      "the stack was changed meanwhile",
      { DescribeStackEvents: [page(before, changedTopic, ofStack("UPDATE_COMPLETE", later))] },
      "since it was made at 2026-11-22T10:00:00.000Z, the stack has changed: the stack itself UPDATE_COMPLETE, Topic UPDATE_COMPLETE",
    ],
    [
      "a nested stack was changed by itself",
      {
        DescribeChangeSet: ({ input }: { input: { ChangeSetName: string } }) =>
          reviewed({}, input.ChangeSetName === changeSetId ? [{ ...nested, ...ofNested }] : []),
        DescribeStacks: [stack("UPDATE_COMPLETE"), stack("UPDATE_COMPLETE", { LastUpdatedTime: later.Timestamp })],
      },
      "since it was made at 2026-11-22T10:00:00.000Z, the stack has changed: Data UPDATE_COMPLETE",
    ],
    [
      "CloudFormation says so",
      { DescribeChangeSet: [reviewed({ ExecutionStatus: "OBSOLETE" })] },
      "CloudFormation says that it is OBSOLETE",
    ],
    [
      "it was executed",
      { DescribeChangeSet: [reviewed({ ExecutionStatus: "EXECUTE_COMPLETE" })] },
      "it was executed already",
    ],
    [
      "it is of another stack of that name",
      { DescribeChangeSet: [reviewed({ StackId: `${id}0` })] },
      "the stack was deleted and created anew since",
    ],
    [
      "it could not be made",
      { DescribeChangeSet: [reviewed({ Status: "FAILED", StatusReason: "no such export" })] },
      "it is FAILED: no such export",
    ],
    [
      "the stack is being changed",
      { DescribeStacks: [stack("UPDATE_IN_PROGRESS")] },
      "the stack is UPDATE_IN_PROGRESS",
    ],
  ])("is not executed where %s", async (_title, more, why) => {
    await expect(run({ ...script, ...more }, execute)).rejects.toMatchObject({
      code: "plan-outdated",
      message: expect.stringContaining(`shop: the plan does not hold any more: ${why}`),
    });
    expect(changes()).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      "the change set",
      {
        DescribeStacks: [stack("UPDATE_COMPLETE", { LastUpdatedTime: later.Timestamp })],
        DescribeChangeSet: [fault("ChangeSetNotFound", "no", 404)],
      },
      `the plan ${changeSetId} is not there any more; the stack was last changed at 2026-11-22T10:01:00.000Z`,
    ],
    ["the stack", { DescribeStacks: [missing] }, "there is no such stack any more, nor its plan"],
  ])("is gone with %s", async (_title, more, why) => {
    await expect(run({ ...script, ...more }, execute)).rejects.toMatchObject({
      code: "plan-gone",
      message: `shop: ${why}`,
    });
  });

  test("still may lose nothing that is not named, and stays for another look", async () => {
    const bucket = { LogicalResourceId: "Old", ResourceType: "AWS::S3::Bucket", Action: "Remove" };
    const losing = { ...script, DescribeChangeSet: [reviewed({}, [bucket])] };
    await expect(run(losing, execute)).rejects.toThrow("Old (AWS::S3::Bucket) would be removed");
    expect(changes()).toEqual([]);
    await run(losing, { ...execute, allowRemoval: ["Old"] });
    expect(changes()).toEqual(["ExecuteChangeSet"]);
  });

  test("stays for another run where this one is cancelled", async () => {
    const DescribeChangeSet = () => {
      abort.controller.abort();
      return reviewed();
    };
    await expect(run({ ...script, DescribeChangeSet }, execute)).rejects.toThrow(
      "cancelled; the stack was not changed",
    );
    expect(changes()).toEqual([]);
  });
});
