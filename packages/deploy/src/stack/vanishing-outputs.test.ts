import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { changed, nestedId, ofStack, page, run, stack, wire } from "./testing/shop-stack";

const outputs = {
  Outputs: [
    { OutputKey: "Host", OutputValue: "h" },
    { OutputKey: "VpcId", OutputValue: "vpc-1", ExportName: "shop-vpc" },
  ],
};
/** What GetTemplate says of the deployed one, and of the change set's. */
const planned = (text: string) => ({
  GetTemplate: ({ input }: { input: { ChangeSetName?: string } }) => ({
    TemplateBody: input.ChangeSetName ? text : "",
  }),
});
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const script = {
  DescribeStacks: [stack("UPDATE_COMPLETE", outputs)],
  DescribeChangeSet: changed(topic),
  DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
  ListImports: [fault("ValidationError", "Export 'shop-vpc' is not imported by any stack.")],
};
const both = "Outputs:\n  Host: { Value: h }\n  VpcId: { Value: v, Export: { Name: shop-vpc } }\n";
const none = "Resources: {}\n";

describe("an output that disappears fails before the change:", () => {
  test.each([
    ["one that somebody may read", none.concat("Outputs:\n  VpcId: { Value: v }\n"), "Outputs.Host would disappear"],
    ["one that is exported", "Outputs:\n  Host: { Value: h }\n", "Outputs.VpcId would disappear"],
    ["both, of a template in JSON", `{"Outputs": {}}`, "Outputs.Host would disappear, whoever reads it; Outputs.VpcId"],
  ])("%s", async (_title, text, told) => {
    await expect(run({ ...script, ...planned(text) })).rejects.toThrow(
      `shop: refused, since something would be lost: ${told}`,
    );
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test("one that is imported, even where it may go, and all its importers are named", async () => {
    const ListImports = ({ input }: { input: { NextToken?: string } }) =>
      input.NextToken ? { Imports: ["orders"] } : { Imports: ["billing"], NextToken: "more" };
    const refused = run(
      { ...script, ...planned(none), ListImports },
      { allowRemoval: ["Outputs.VpcId", "Outputs.Host"] },
    );
    await expect(refused).rejects.toThrow(
      "lost: Outputs.VpcId would disappear, and billing, orders import it as shop-vpc",
    );
  });

  test("one that a nested stack exports", async () => {
    const data = { LogicalResourceId: "Data", ResourceType: "AWS::CloudFormation::Stack", Action: "Modify" };
    const nested = { ...data, PhysicalResourceId: nestedId, ChangeSetId: "arn:aws:cloudformation:x:1:changeSet/n/4" };
    const [root] = changed(nested);
    const DescribeChangeSet = ({ input }: { input: { ChangeSetName: string } }) =>
      input.ChangeSetName === nested.ChangeSetId ? { Status: "CREATE_COMPLETE", Changes: [] } : root!;
    const DescribeStacks = ({ input }: { input: { StackName: string } }) =>
      stack("UPDATE_COMPLETE", input.StackName === nestedId ? outputs : {});
    // What it does not export is its parent's business.
    await expect(run({ ...script, ...planned(none), DescribeStacks, DescribeChangeSet })).rejects.toThrow(
      /lost: Data\/Outputs\.VpcId would disappear, whoever reads it$/,
    );
  });
});

test("the exports of a nested stack that is removed go with it, and one that merely has no change set keeps them", async () => {
  const data = { LogicalResourceId: "Data", ResourceType: "AWS::CloudFormation::Stack", PhysicalResourceId: nestedId };
  const DescribeStacks = ({ input }: { input: { StackName: string } }) =>
    stack("UPDATE_COMPLETE", input.StackName === nestedId ? outputs : {});
  const nested = { ...script, ...planned(none), DescribeStacks };
  const removed = run(
    { ...nested, DescribeChangeSet: changed({ ...data, Action: "Remove" }) },
    { allowRemoval: ["Data"] },
  );
  await expect(removed).rejects.toThrow(/lost: Data\/Outputs\.VpcId would disappear, whoever reads it$/);
  const kept = await run({ ...nested, DescribeChangeSet: changed({ ...data, Action: "Modify" }) });
  expect(kept.outcome).toEqual({ kind: "updated" });
});

test.each([
  ["stays", both, []],
  ["is named", none, ["Outputs.Host", "Outputs.VpcId"]],
])("an output that %s stops nothing", async (_title, text, allowRemoval) => {
  const result = await run({ ...script, ...planned(text) }, { allowRemoval });
  expect(result.outcome).toEqual({ kind: "updated" });
});

test("a plan tells of it", async () => {
  const result = await run({ ...script, ...planned(none) }, { mode: "plan" });
  expect(result.refused).toEqual([
    "Outputs.Host would disappear, whoever reads it",
    "Outputs.VpcId would disappear, whoever reads it",
  ]);
});
