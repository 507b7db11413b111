import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { changeSetId, deployed, folder, missing, run, stack, template, wire } from "./testing/shop-stack";

const empty = [
  {
    ChangeSetId: changeSetId,
    Status: "FAILED",
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  },
];
/** CloudFormation calls the change set empty, whatever became of the policies. */
const change = (before: string, after: string) => {
  writeFileSync(join(folder, "root.yaml"), template + after);
  return {
    DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
    GetTemplate: [{ TemplateBody: template + before }],
    DescribeChangeSet: empty,
  };
};
const loop = (attributes: string) =>
  `  Fn::ForEach::Queues:\n    - Id\n    - [A, B]\n    - Queue\${Id}:\n        Type: AWS::SQS::Queue\n${attributes}`;
const queue = (attributes: string) => `  Queue:\n    Type: AWS::SQS::Queue\n${attributes}`;

describe("a resource's policy that CloudFormation does not take along with an empty change set is never green silence:", () => {
  test.each<[string, string, string, string]>([
    ["one that keeps what would be deleted", queue(""), queue("    DeletionPolicy: Retain\n"), "Queue.DeletionPolicy"],
    ["one that is taken back", queue("    UpdateReplacePolicy: Retain\n"), queue(""), "Queue.UpdateReplacePolicy"],
    [
      "two of them",
      queue("    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n"),
      queue("    DeletionPolicy: Delete\n"),
      "Queue.DeletionPolicy, Queue.UpdateReplacePolicy",
    ],
    [
      "how it is updated",
      queue("    UpdatePolicy: { UseOnlineResharding: true }\n"),
      queue("    UpdatePolicy: { UseOnlineResharding: false }\n"),
      "Queue.UpdatePolicy",
    ],
    ["one in a loop", loop(""), loop("        DeletionPolicy: Retain\n"), "Queue${Id}.DeletionPolicy"],
  ])("%s", async (_title, before, after, named) => {
    await expect(run(change(before, after))).rejects.toMatchObject({
      code: "change-set-failed",
      message: `shop: CloudFormation calls the change set empty, although policies differ: ${named} stays as it was`,
      hint: expect.stringContaining("change one as well"),
    });
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test.each<[string, string, string]>([
    ["the default, written out", queue(""), queue("    DeletionPolicy: Delete\n")],
    [
      "the same in another layout",
      queue("    DeletionPolicy: Retain\n"),
      queue('    # kept\n    DeletionPolicy: "Retain"\n'),
    ],
    ["a resource whose condition is false", "", `${queue("    DeletionPolicy: Retain\n")}    Condition: Never\n`],
  ])("but not %s", async (_title, before, after) => {
    const result = await run(change(before, after));
    expect(result.outcome).toEqual({ kind: "unchanged", why: "CloudFormation finds no difference" });
  });
});

describe("a policy that a parameter makes", () => {
  const conditions = `Conditions:
  Kept: !Equals [!Ref Keep, Retain]
  Also: !And [Condition: Kept, Condition: Kept]
`;
  /** The stack keeps what the parameter Keep says: it has Retain. */
  const deploy = (says: string, Keep: string) => {
    const parameters = "Parameters:\n  Keep: { Type: String }\n";
    const text = template.replace("Parameters:\n", parameters) + queue(`    DeletionPolicy: ${says}\n`) + conditions;
    writeFileSync(join(folder, "root.yaml"), text);
    const Parameters = [...deployed.Parameters, { ParameterKey: "Keep", ParameterValue: "Retain" }];
    const DescribeStacks = [stack("UPDATE_COMPLETE", { ...deployed, Parameters })];
    const script = { DescribeStacks, GetTemplate: [{ TemplateBody: text }], DescribeChangeSet: empty };
    return run(script, { overrides: { Keep } });
  };

  test.each([
    ["by Ref", "!Ref Keep"],
    ["in a Sub", '!Sub "${Keep}"'],
    ["by conditions", "!If [Also, Retain, Delete]"],
    ["by conditions in the long form", '{ "Fn::If": [Also, Retain, Delete] }'],
  ])("%s stays as it was with an empty change set, and that is red", async (_title, says) => {
    await expect(deploy(says, "Delete")).rejects.toMatchObject({
      code: "change-set-failed",
      message:
        "shop: CloudFormation calls the change set empty, although policies differ: Queue.DeletionPolicy stays as it was",
    });
  });

  test.each([
    ["as its parameter is", "!Ref Keep", "Retain"],
    ["where another parameter makes it", "!Ref Environment", "Delete"],
    ["where it is a word and no function", "Retain", "Delete"],
  ])("is as it was %s", async (_title, says, Keep) => {
    expect((await deploy(says, Keep)).outcome.kind).toBe("unchanged");
  });
});

test.each(["apply", "plan"] as const)("a stack that does not exist is not as wanted (%s)", async (mode) => {
  const DescribeStacks = [missing, stack("REVIEW_IN_PROGRESS"), stack("DELETE_COMPLETE")];
  await expect(run({ DescribeStacks, DescribeChangeSet: empty }, { mode })).rejects.toMatchObject({
    code: "change-set-failed",
    message: "shop: CloudFormation finds nothing to create, so there is no stack",
  });
  expect(wire.actions().slice(-4)).toEqual(["DescribeStacks", "ListChangeSets", "DeleteStack", "DescribeStacks"]);
});
