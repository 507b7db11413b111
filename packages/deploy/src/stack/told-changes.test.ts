import { fault } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { changeSetId, id, lines, missing, ofStack, page, run, stack } from "./testing/shop-stack";

const database = {
  ...{
    LogicalResourceId: "Database",
    ResourceType: "AWS::RDS::DBInstance",
    Action: "Modify",
    Replacement: "Conditional",
  },
  Details: [{ Target: { Attribute: "Properties", Name: "Engine" } }, { Target: { Attribute: "Tags" } }],
};
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const old = { LogicalResourceId: "Old", ResourceType: "AWS::SNS::Topic", Action: "Remove", PolicyAction: "Retain" };
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: [
    {
      ...{ ChangeSetId: changeSetId, StackId: id, Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" },
      CreationTime: new Date("2027-01-01T00:00:00Z"),
      Changes: [topic, database, old].map((ResourceChange) => ({ Type: "Resource", ResourceChange })),
    },
  ],
  DescribeStackEvents: [page(), page(), page(ofStack("UPDATE_COMPLETE"))],
  ListStackResources: [{ StackResourceSummaries: [{ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic" }] }],
  DetectStackDrift: [fault("AccessDenied", "no", 403)],
};
const told = [
  "shop: 1 to add, 1 to change (1 perhaps replaced), 1 to remove:",
  "shop: Add Topic (AWS::SNS::Topic)",
  "shop: Modify Database (AWS::RDS::DBInstance), perhaps replaced: Engine, Tags",
  "shop: Remove (Retain) Old (AWS::SNS::Topic)",
];

test("a plan's log says what would change, what would be refused, its drift, and where it is kept", async () => {
  await run(update, { mode: "plan", review: true });
  const from = lines.indexOf(told[0]!);
  expect(lines.slice(from)).toEqual([
    ...told,
    "shop: to apply this would be refused: Database (AWS::RDS::DBInstance) might be replaced",
    `shop: the plan is kept as ${changeSetId}`,
    "shop: asks CloudFormation for drift",
    "shop: drift can't be told: shop: AccessDenied: no",
  ]);
});

test.each(["apply", "execute"] as const)("so does the log of what is changed, before it is (%s)", async (mode) => {
  const request = mode === "execute" ? { mode, changeSet: changeSetId, template: "", parameters: undefined } : { mode };
  await run(update, { ...request, allowReplacement: ["Database"] });
  expect(lines.filter((line) => told.includes(line))).toEqual(told);
  expect(lines.indexOf(told[3]!)).toBeLessThan(lines.findIndex((line) => line.includes("UPDATE_COMPLETE shop")));
});

test("but not where somebody is asked, who shows it", async () => {
  await run({ ...update, DescribeStacks: [missing] }, {}, { approve: () => Promise.resolve(false) }).catch(
    () => undefined,
  );
  expect(lines.filter((line) => told.includes(line))).toEqual([]);
});
