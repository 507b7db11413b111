import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  changed,
  changeSetId,
  deployed,
  folder,
  lines,
  nestedId,
  ofStack,
  page,
  run,
  stack,
  template,
  wire,
} from "./testing/shop-stack";
import { isOpenReference } from "./undecided";

const empty = [
  {
    ChangeSetId: changeSetId,
    Status: "FAILED",
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  },
];
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify", Replacement: "False" };
/** A stack that was deployed from the very text, parameters and tags. */
const asDeployed = (text: string, more: object = {}) => {
  writeFileSync(join(folder, "root.yaml"), text);
  return {
    DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
    GetTemplate: [{ TemplateBody: text }],
    DescribeChangeSet: empty,
    DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
    ...more,
  };
};
const released = { overrides: { ApiImage: "api@old" } };
const resource = (lines: string) => `${template}  Other:\n${lines.replaceAll(/^/gm, "    ")}\n`;

describe("where the effect may have changed and the text has not, CloudFormation is asked:", () => {
  test.each([
    [
      "a nested template at an address",
      resource("Type: AWS::CloudFormation::Stack\nProperties: { TemplateURL: https://b.s3.amazonaws.com/t.yaml }"),
    ],
    [
      "a nested template at an address that a function makes",
      resource('Type: AWS::CloudFormation::Stack\nProperties: { TemplateURL: !Sub "${B}/t.yaml" }'),
    ],
    ["a transform", `Transform: AWS::Serverless-2016-10-31\n${template}`],
    ["an include", resource("Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/t.yaml } }")],
    ["a macro in its short form", resource("Type: AWS::SNS::Topic\nProperties: !Transform { Name: Mine }")],
    [
      "a parameter of Parameter Store",
      resource('Type: AWS::SNS::Topic\nProperties: { DisplayName: "{{resolve:ssm:/x}}" }'),
    ],
    [
      "a secret",
      resource('Type: AWS::SNS::Topic\nProperties: { DisplayName: "{{resolve:secretsmanager:s:SecretString:k}}" }'),
    ],
    [
      "a secret whose reference a function puts together",
      resource(`Type: AWS::SNS::Topic\nProperties: { DisplayName: !Join ['', ['{{', 'resolve:secretsmanager:s}}']] }`),
    ],
    [
      "a secret whose name a function makes",
      resource(
        'Type: AWS::SNS::Topic\nProperties: { DisplayName: !Sub "{{resolve:secretsmanager:${S}:SecretString:::}}" }',
      ),
    ],
    [
      "a parameter that is looked up",
      template.replace("Resources:", "  Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /a }\nResources:"),
    ],
    ["a module", resource("Type: Shop::Queue::Default::MODULE")],
    [
      "the Region's zones",
      resource("Type: AWS::EC2::Subnet\nProperties: { AvailabilityZone: !Select [0, !GetAZs '']}"),
    ],
    [
      "a function that is not known",
      resource("Type: AWS::SNS::Topic\nProperties: { DisplayName: { 'Fn::Oracle': x } }"),
    ],
  ])("%s", async (_title, text) => {
    const parameters = [...deployed.Parameters, { ParameterKey: "Ami", ParameterValue: "/a" }];
    const DescribeStacks = [stack("UPDATE_COMPLETE", { ...deployed, Parameters: parameters })];
    const found = await run(asDeployed(text, { DescribeStacks, DescribeChangeSet: changed(topic) }), released);
    expect(found.outcome).toEqual({ kind: "updated" });
    expect(lines).toContainEqual(expect.stringMatching(/^shop: only CloudFormation can tell what became of /));
    const nothing = await run(asDeployed(text, { DescribeStacks }), released);
    expect(nothing.outcome).toEqual({ kind: "unchanged", why: "CloudFormation finds no difference" });
  });

  test("a reference that is a parameter's value", async () => {
    const reference = "{{resolve:ssm:/x}}";
    const DescribeStacks = [
      stack("UPDATE_COMPLETE", {
        ...deployed,
        Parameters: [{ ParameterKey: "Environment", ParameterValue: reference }, deployed.Parameters[1]],
      }),
    ];
    const overrides = { ...released.overrides, Environment: reference };
    const script = asDeployed(template, { DescribeStacks, DescribeChangeSet: changed(topic) });
    expect((await run(script, { overrides })).outcome).toEqual({ kind: "updated" });
  });
});

test("what text and parameters decide is not asked for", async () => {
  const text = resource(
    [
      "Type: AWS::SNS::Topic",
      "Properties:",
      '  DisplayName: !Join ["", [!Ref Environment, !Sub "x${AWS::Region}", !GetAtt Database.Endpoint.Address]]',
      '  TopicName: { "Fn::Sub": "{{resolve:ssm:/x:3}}" }',
    ].join("\n"),
  );
  const result = await run(asDeployed(text), released);
  expect(result.outcome).toEqual({ kind: "unchanged", why: "template, parameters and tags are as deployed" });
  expect(wire.actions()).not.toContain("CreateChangeSet");
});

test.each([
  ["{{resolve:ssm:/x:3}}", false],
  ["{{resolve:ssm-secure:/x:12}}", false],
  ["{{resolve:ssm:arn:aws:ssm:eu-west-1:123456789012:parameter/x:3}}", false],
  ["{{resolve:secretsmanager:s:SecretString:k::EXAMPLE1-90ab}}", false],
  ["{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:s-1:SecretString:k::v1}}", false],
  ["none", false],
  ["{{resolve:ssm:/x}}", true],
  ["{{resolve:ssm:arn:aws:ssm:eu-west-1:123456789012:parameter/x}}", true],
  ["{{resolve:ssm:/x:${Version}}}", true],
  ["{{resolve:secretsmanager:s}}", true],
  ["{{resolve:secretsmanager:s:SecretString:k:AWSCURRENT}}", true],
  ["{{resolve:secretsmanager:s:SecretString:k:AWSCURRENT:}}", true],
  ["{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:s-1}}", true],
  ["{{resolve:ssm:/x:3}} {{resolve:ssm:/y}}", true],
  ["{{resolve:ssm:", true],
])("whether %s is open: %p", (text, open) => {
  expect(isOpenReference(text)).toBe(open);
});

describe("where images differ too, CloudFormation is asked about the rest", () => {
  const text = resource('Type: AWS::SNS::Topic\nProperties: { DisplayName: "{{resolve:ssm:/x}}" }');
  const images = { kind: "unchanged", why: "only images differ (ApiImage), and moving those is the rollout's part" };
  const asked = () =>
    (wire.inputs("CreateChangeSet") as { Parameters: object[] }[]).map(({ Parameters }) => Parameters[1]);
  const staying = { ParameterKey: "ApiImage", UsePreviousValue: "true" };

  test("and the stack is left alone where it finds nothing", async () => {
    expect((await run(asDeployed(text))).outcome).toEqual(images);
    expect(asked()).toEqual([staying]);
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
  });

  test("and is changed as a whole where it finds something", async () => {
    const result = await run(asDeployed(text, { DescribeChangeSet: changed(topic) }));
    expect(result.outcome).toEqual({ kind: "updated" });
    expect(asked()).toEqual([staying, { ParameterKey: "ApiImage", ParameterValue: "api@new" }]);
    expect(wire.actions().filter((action) => action === "ExecuteChangeSet")).toHaveLength(1);
  });

  test.each([
    [
      "that is listed, with a change set that holds nothing, is nothing",
      { ChangeSetId: "arn:aws:cloudformation:x:1:changeSet/n/4" },
      images,
    ],
    ["that is listed, and that nobody has looked into, is something", {}, { kind: "updated" }],
  ])("a nested stack %s", async (_title, more, wanted) => {
    const data = { LogicalResourceId: "Data", ResourceType: "AWS::CloudFormation::Stack", Action: "Modify" };
    const [root] = changed({ ...data, PhysicalResourceId: nestedId, ...more });
    const DescribeChangeSet = ({ input }: { input: { ChangeSetName: string } }) =>
      input.ChangeSetName === changeSetId ? root! : { Status: "CREATE_COMPLETE", Changes: [] };
    expect((await run(asDeployed(text, { DescribeChangeSet }))).outcome).toEqual(wanted);
  });
});
