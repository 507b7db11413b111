import { describe, expect, test } from "@jest/globals";
import { changed, changeSetId, id, nestedId, ofStack, page, run, stack, wire } from "./testing/shop-stack";

const database = { LogicalResourceId: "Database", ResourceType: "AWS::RDS::DBInstance", Action: "Modify" };
const nested = { LogicalResourceId: "Data", ResourceType: "AWS::CloudFormation::Stack", PhysicalResourceId: nestedId };
const update = { DescribeStacks: [stack("UPDATE_COMPLETE")], GetTemplate: [{ TemplateBody: "" }] };

describe("a replacement is refused by whatever tells of it:", () => {
  test.each<[string, object, string]>([
    ["the policy of its end", { PolicyAction: "ReplaceAndDelete" }, "would be replaced"],
    ["a property that always recreates", recreation("Always", "Static"), "would be replaced"],
    ["a property whose value is not known yet", recreation("Always", "Dynamic"), "might be replaced"],
    ["a property that may recreate", recreation("Conditionally", "Static"), "might be replaced"],
  ])("%s", async (_title, fields, told) => {
    await expect(run({ ...update, DescribeChangeSet: changed({ ...database, ...fields }) })).rejects.toThrow(
      `refused, since something would be lost: Database (AWS::RDS::DBInstance) ${told}`,
    );
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test("of a nested stack, with all it holds", async () => {
    const DescribeChangeSet = changed({ ...nested, Action: "Modify", Replacement: "True" });
    await expect(run({ ...update, DescribeChangeSet })).rejects.toThrow(
      "Data (AWS::CloudFormation::Stack) would be replaced",
    );
  });
});

test.each([
  ["an account, which is closed", "AWS::Organizations::Account"],
  ["a cluster, with all that is kept in it", "AWS::EKS::Cluster"],
  ["a payment key", "AWS::PaymentCryptography::Key"],
  ["medical images", "AWS::HealthImaging::Datastore"],
])("a removal of %s is refused", async (_title, ResourceType) => {
  const DescribeChangeSet = changed({ LogicalResourceId: "It", ResourceType, Action: "Remove" });
  await expect(run({ ...update, DescribeChangeSet })).rejects.toThrow(`It (${ResourceType}) would be removed`);
});

test("what is modified in place is not refused", async () => {
  const DescribeChangeSet = changed({ ...database, ...recreation("Never", "Static") });
  const DescribeStackEvents = [page(), page(ofStack("UPDATE_COMPLETE"))];
  const result = await run({ ...update, DescribeChangeSet, DescribeStackEvents });
  expect(result.outcome).toEqual({ kind: "updated" });
});

describe("a nested stack's own change set", () => {
  test("is waited for: the root's may be there before it can be read", async () => {
    const inner = `${changeSetId}4`;
    const [root] = changed({ ...nested, Action: "Modify", ChangeSetId: inner });
    const replaced = changed({ ...database, Replacement: "True" });
    const ofNested = [{ Status: "CREATE_PENDING" }, { Status: "CREATE_IN_PROGRESS" }, ...replaced];
    let turn = 0;
    const DescribeChangeSet = ({ input }: { input: { ChangeSetName: string } }) =>
      (input.ChangeSetName === inner ? ofNested[Math.min(turn++, 2)] : root) ?? {};
    await expect(run({ ...update, DescribeChangeSet })).rejects.toThrow(
      "Data/Database (AWS::RDS::DBInstance) would be replaced",
    );
  });

  const plan = (fields: object) => ({
    ...update,
    DescribeStackEvents: [page(), page(), page(ofStack("UPDATE_COMPLETE"))],
    DescribeChangeSet: [
      {
        ...{ ChangeSetId: changeSetId, StackId: id, Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" },
        CreationTime: new Date("2027-01-01T00:00:00Z"),
        Changes: [{ Type: "Resource", ResourceChange: { ...nested, Action: "Modify" } }],
        ...fields,
      },
    ],
  });
  const execute = { mode: "execute", changeSet: changeSetId, template: "", parameters: undefined } as const;

  test("that a plan of another tool was made without hides what would be lost, unless the nested stack is named", async () => {
    const unseen = plan({ IncludeNestedStacks: false });
    await expect(run(unseen, execute)).rejects.toMatchObject({
      code: "stateful-change",
      message: expect.stringContaining(
        "Data (AWS::CloudFormation::Stack) might lose something: the change set was made without its nested stacks",
      ),
    });
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
    const allowed = await run(unseen, { ...execute, allowReplacement: ["Data"] });
    expect(allowed.outcome).toEqual({ kind: "updated" });
  });
});

function recreation(RequiresRecreation: string, Evaluation: string): object {
  return { Details: [{ Target: { Attribute: "Properties", Name: "Engine", RequiresRecreation }, Evaluation }] };
}
