import { golden } from "@cashsouk/testing/golden";
import { expect, test } from "@jest/globals";
import { DeployError } from "../error";
import { StackFailure } from "./ends";
import { changesLine } from "./in-numbers";
import { failureSummary, stackSummary } from "./summary";

const change = { type: "AWS::SNS::Topic", action: "Add", replacement: undefined, properties: [], policy: undefined };
const plan = {
  name: "shop",
  outcome: { kind: "planned" as const },
  status: "UPDATE_COMPLETE" as const,
  changeSet: "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/pr-12/3",
  changes: [
    { ...change, path: "Topic" },
    {
      ...change,
      path: "Data/Queue",
      type: "AWS::SQS::Queue",
      action: "Modify",
      replacement: "False",
      properties: ["Tags"],
    },
    {
      ...{ path: "Data/Database", type: "AWS::RDS::DBInstance", action: "Modify", replacement: "True" },
      ...{ properties: ["DBSubnetGroupName", "Tags"], policy: "ReplaceAndSnapshot" },
    },
    { ...change, path: "Data", type: "AWS::CloudFormation::Stack", action: "Modify", replacement: "Conditional" },
    { ...change, path: "Old", type: "AWS::S3::Bucket", action: "Remove", policy: "Retain" },
  ],
  parameters: [
    { name: "Zones", before: "10", after: "2", byDefault: true, uncertain: false, noEcho: false },
    { name: "Size", before: undefined, after: "a|b", byDefault: false, uncertain: false, noEcho: false },
  ],
  refused: ["Data/Database (AWS::RDS::DBInstance) would be replaced", "Outputs.Host would disappear, whoever reads it"],
  drift: {
    differences: [{ path: "Topic", type: "AWS::SNS::Topic", how: "MODIFIED", properties: ["/DisplayName"] }],
    unchecked: ["Special (Custom::Thing)"],
    unknown: ["shop-Data: AccessDenied: no"],
  },
  outputs: { Host: "not in a plan" },
  seconds: 12,
};
const failure = new StackFailure(
  "shop: UPDATE_ROLLBACK_COMPLETE: Data/Database (AWS::RDS::DBInstance): no such class",
  "The stack is as it was before.\nhttps://example.com/stack-failed.md",
  "UPDATE_ROLLBACK_COMPLETE",
  [
    { path: "Data/Database", type: "AWS::RDS::DBInstance", reason: "no such class\n(Service: Rds | Status: 400)" },
    { path: "Topic", type: "AWS::SNS::Topic", reason: "denied" },
  ],
);
const nothing = {
  ...{ name: "shop", status: "UPDATE_COMPLETE" as const, changes: [], refused: [], seconds: 1 },
  outcome: { kind: "unchanged" as const, why: "template, parameters and tags are as deployed" },
  outputs: { Host: "a|b" },
};

test.each([
  ["plan.md", stackSummary(plan)],
  [
    "plan-without-drift.md",
    stackSummary({ ...plan, refused: [], drift: { differences: [], unchecked: [], unknown: [] } }),
  ],
  ["updated.md", stackSummary({ ...nothing, ...{ changes: plan.changes, outcome: { kind: "updated" } } })],
  [
    "undetermined.md",
    stackSummary({
      ...nothing,
      changes: [{ ...change, path: "Topic", type: "AWS::SNS::Topic", action: "Dynamic" }],
      outcome: { kind: "updated" },
    }),
  ],
  ["only-outputs.md", stackSummary({ ...nothing, outcome: { kind: "updated" } })],
  ["nothing-to-do.md", stackSummary(nothing)],
  ["failed.md", failureSummary("shop", failure)],
  ["refused.md", failureSummary("shop", new DeployError("in-progress", "shop: another change is in the way", "Wait."))],
])("the summary %s", (name, text) => {
  expect(text).toBe(golden(__dirname, name, text));
});

test.each([
  [
    "what is replaced, removed and refused is named",
    plan,
    "1 to add, 3 to change (1 replaced, 1 perhaps replaced), 1 to remove; replaced: Data/Database; perhaps replaced: Data; " +
      "removed: Old; to apply this would be refused: Data/Database (AWS::RDS::DBInstance) would be replaced, " +
      "Outputs.Host would disappear, whoever reads it",
  ],
  [
    "an addition is a number",
    { ...plan, changes: plan.changes.slice(0, 1), refused: [] },
    "1 to add, 0 to change, 0 to remove",
  ],
  [
    "no resource is not nothing",
    { ...plan, changes: [], refused: [] },
    "No resource changes: only outputs, tags or metadata do",
  ],
  ["where nothing changes there is nothing to say", nothing, ""],
])("on one line %s", (_title, result, line) => {
  expect(changesLine(result)).toBe(line);
});

test("what is told stands in the summary as it is, whatever Markdown would make of it", () => {
  const told = "<b>5</b> *of* `8` [a](b) c\\|d | e";
  const as = "&lt;b>5&lt;/b> \\*of\\* `8` \\[a\\](b) c\\\\\\|d \\| e";
  const text = stackSummary({ ...nothing, outputs: { Told: told }, warnings: [told] });
  expect(text).toContain(`| Told | ${as} |`);
  expect(text).toContain(`- ${as}`);
});

test("a message of several lines is bold in its first, and a list below it", () => {
  const message =
    "shop: nothing was changed:\n- template: there is no file a.yaml\n- capabilities: the templates need X";
  const text = failureSummary("shop", new DeployError("invalid-stack", message, "Mend them."));
  expect(text).toMatch(/^\*\*shop: nothing was changed:\*\*$/m);
  expect(text).toMatch(/^- template: there is no file a\.yaml\n- capabilities: the templates need X$/m);
});
