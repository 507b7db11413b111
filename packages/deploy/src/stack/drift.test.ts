import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { deployed, id, nestedId, run, stack, template, wire } from "./testing/shop-stack";

const resource = (LogicalResourceId: string, ResourceType = "AWS::SNS::Topic", more: object = {}) => ({
  ...{ LogicalResourceId, ResourceType, ResourceStatus: "UPDATE_COMPLETE" },
  ...more,
});
const drift = (LogicalResourceId: string, StackResourceDriftStatus: string, paths: string[] = []) => ({
  ...{
    LogicalResourceId,
    StackResourceDriftStatus,
    StackId: id,
    ResourceType: "AWS::SNS::Topic",
    Timestamp: new Date(0),
  },
  PropertyDifferences: paths.map((PropertyPath) => ({
    ...{ PropertyPath, ExpectedValue: "old-secret", ActualValue: "new-secret", DifferenceType: "NOT_EQUAL" },
  })),
});
type Call = { input: { StackName: string; NextToken?: string } };
const ofRoot = ({ input }: Call, root: object, nested: object) => (input.StackName === nestedId ? nested : root);
const script = {
  DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
  GetTemplate: [{ TemplateBody: template }],
  ListStackResources: (call: Call) =>
    ofRoot(
      call,
      {
        StackResourceSummaries: [
          resource("Topic"),
          resource("Gone"),
          resource("Same"),
          resource("Special", "Custom::Thing"),
          resource("Data", "AWS::CloudFormation::Stack", { PhysicalResourceId: nestedId }),
        ],
      },
      { StackResourceSummaries: [resource("Table", "AWS::DynamoDB::Table")] },
    ),
  DetectStackDrift: (call: Call) =>
    ofRoot(call, { StackDriftDetectionId: "root" }, { StackDriftDetectionId: "nested" }),
  DescribeStackDriftDetectionStatus: [
    { DetectionStatus: "DETECTION_IN_PROGRESS" },
    { DetectionStatus: "DETECTION_COMPLETE" },
  ],
  DescribeStackResourceDrifts: (call: Call) =>
    ofRoot(
      call,
      call.input.NextToken
        ? { StackResourceDrifts: [drift("Gone", "DELETED"), drift("Same", "IN_SYNC")] }
        : { StackResourceDrifts: [drift("Topic", "MODIFIED", ["/DisplayName", "/Tags/0/Value"])], NextToken: "more" },
      { StackResourceDrifts: [drift("Table", "MODIFIED", ["/BillingMode"])] },
    ),
};
const review = { mode: "plan", review: true } as const;

describe("a plan's drift", () => {
  test("is told of the whole tree, by names and never by values, with what AWS can't tell of", async () => {
    const result = await run(script, review);
    expect(result.drift).toEqual({
      differences: [
        { path: "Topic", type: "AWS::SNS::Topic", how: "MODIFIED", properties: ["/DisplayName", "/Tags/0/Value"] },
        { path: "Gone", type: "AWS::SNS::Topic", how: "DELETED", properties: [] },
        { path: "Data/Table", type: "AWS::DynamoDB::Table", how: "MODIFIED", properties: ["/BillingMode"] },
      ],
      unchecked: ["Special (Custom::Thing)"],
      unknown: [],
    });
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  test("that may not be asked for spoils no plan", async () => {
    const result = await run({ ...script, DetectStackDrift: [fault("AccessDenied", "no", 403)] }, review);
    expect(result.outcome.kind).toBe("unchanged");
    expect(result.drift?.unknown).toEqual(["shop: AccessDenied: no", "shop-Data: AccessDenied: no"]);
  });

  test("is not waited for longer than three minutes, all stacks together", async () => {
    const endless = { DescribeStackDriftDetectionStatus: [{ DetectionStatus: "DETECTION_IN_PROGRESS" }] };
    const result = await run({ ...script, ...endless }, review);
    expect(result.drift?.unknown).toEqual([
      "shop: drift: AWS was not done looking after 3 minutes",
      "shop-Data: was not asked for within 3 minutes",
    ]);
    expect(wire.inputs("DetectStackDrift")).toHaveLength(1);
  });

  test.each([["apply"], ["plan"]] as const)("is not asked for where nobody reviews it (%s)", async (mode) => {
    expect(await run(script, { mode })).toMatchObject({ drift: undefined });
    expect(wire.actions()).not.toContain("DetectStackDrift");
  });
});
