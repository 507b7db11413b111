import { describe, expect, test } from "@jest/globals";
import { stackSummary } from "./summary";
import { deployed, event, lines, nestedId, ofStack, page, run, stack, template, wire } from "./testing/shop-stack";

const failed = { ResourceStatus: "UPDATE_FAILED", ResourceStatusReason: "storage is full" };
const database = { LogicalResourceId: "Database", ResourceType: "AWS::RDS::DBInstance", ...failed };
const queue = { LogicalResourceId: "Queue", ResourceType: "AWS::SQS::Queue", ResourceStatus: "UPDATE_COMPLETE" };
const data = {
  LogicalResourceId: "Data",
  ResourceType: "AWS::CloudFormation::Stack",
  PhysicalResourceId: nestedId,
  ResourceStatus: "UPDATE_FAILED",
};
const role = { LogicalResourceId: "Role", ResourceType: "AWS::IAM::Role", ...failed };
const stuck = {
  DescribeStacks: [
    ...[stack("UPDATE_ROLLBACK_FAILED", deployed), stack("UPDATE_ROLLBACK_COMPLETE", deployed)],
    stack("UPDATE_ROLLBACK_COMPLETE", deployed),
  ],
  GetTemplate: [{ TemplateBody: template }],
  // Two pages: what failed may stand on the second.
  ListStackResources: ({ input }: { input: { StackName: string; NextToken?: string } }) => {
    if (input.StackName === nestedId) return { StackResourceSummaries: [database, queue] };
    return input.NextToken ? { StackResourceSummaries: [role] } : { StackResourceSummaries: [data], NextToken: "more" };
  },
  ContinueUpdateRollback: [{}],
  DescribeStackEvents: [
    page(ofStack("UPDATE_ROLLBACK_FAILED")),
    page(ofStack("UPDATE_ROLLBACK_IN_PROGRESS"), ofStack("UPDATE_ROLLBACK_COMPLETE")),
  ],
};
const inputs = () => wire.inputs("ContinueUpdateRollback") as object[];

describe("a rollback that failed", () => {
  test("is continued without what is named, in CloudFormation's words, and the update goes on from there", async () => {
    const result = await run(stuck, { continueRollback: ["Data/Database", "Role"] });
    expect(result).toMatchObject({ outcome: { kind: "unchanged" }, status: "UPDATE_ROLLBACK_COMPLETE" });
    expect(inputs()).toMatchObject([{ ResourcesToSkip: ["shop-Data.Database", "Role"] }]);
    expect(lines).toContain("skips Data/Database (AWS::RDS::DBInstance): storage is full");
  });

  test("tells in the summary what was skipped, although nothing else is to be changed", async () => {
    const result = await run(stuck, { continueRollback: ["Role"] });
    expect(stackSummary(result)).toContain(
      "left to look at:**\n\n- Role (AWS::IAM::Role): storage is full: was skipped by the rollback, ",
    );
  });

  test("is continued without skipping anything where that is what was said", async () => {
    await run(stuck, { continueRollback: [] });
    expect(inputs()).toHaveLength(1);
    expect(inputs()[0]).not.toHaveProperty("ResourcesToSkip");
  });

  test.each([
    ["a resource that did not fail", "Data/Queue"],
    ["one that is not there", "Cache"],
    ["a nested stack, which CloudFormation does not skip", "Data"],
  ])("is not continued where %s is named", async (_title, name) => {
    await expect(run(stuck, { continueRollback: ["Role", name] })).rejects.toThrow(
      `shop: is UPDATE_ROLLBACK_FAILED, and continue-rollback names what did not fail in it: ${name}`,
    );
    expect(inputs()).toEqual([]);
  });

  test("says without that word what would be skipped, and does nothing; nor does a plan", async () => {
    for (const request of [{}, { continueRollback: ["Role"], mode: "plan" as const }]) {
      await expect(run(stuck, request)).rejects.toMatchObject({
        message:
          "shop: is UPDATE_ROLLBACK_FAILED: Data/Database (AWS::RDS::DBInstance): storage is full; " +
          "Role (AWS::IAM::Role): storage is full",
        hint: expect.stringContaining(`continue-rollback: ["Data/Database","Role"]`),
      });
      expect(inputs()).toEqual([]);
    }
  });

  test("that fails again is red with the new reason, and nothing is updated", async () => {
    const again = event("Role", "UPDATE_FAILED", { ResourceType: "AWS::IAM::Role", ResourceStatusReason: "denied" });
    const DescribeStackEvents = [page(), page(again, ofStack("UPDATE_ROLLBACK_FAILED"))];
    await expect(run({ ...stuck, DescribeStackEvents }, { continueRollback: [] })).rejects.toThrow(
      "shop: UPDATE_ROLLBACK_FAILED: Role (AWS::IAM::Role): denied",
    );
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });
});
