import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, fault, raw, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployStack } from "./deploy-stack";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";

const template = `Parameters:
  Environment: { Type: String }
  ApiImage: { Type: String }
Resources:
  Database: { Type: "AWS::RDS::DBInstance" }
`;
const id = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop/1";
const nestedId = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop-Data/2";
const changeSetId = "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/deploy/3";
const missing = fault("ValidationError", "Stack with id shop does not exist");
const stack = (StackStatus: string, fields: object = {}) => ({
  Stacks: [{ StackId: id, StackName: "shop", StackStatus, CreationTime: "2026-11-22T00:00:00Z", ...fields }],
});
const deployed = {
  Parameters: [
    { ParameterKey: "Environment", ParameterValue: "staging" },
    { ParameterKey: "ApiImage", ParameterValue: "api@old" },
  ],
  Tags: [{ Key: "Project", Value: "shop" }],
};
let serial = 0;
const event = (LogicalResourceId: string, ResourceStatus: string, fields: object = {}) => ({
  EventId: `event-${++serial}`,
  StackId: id,
  StackName: "shop",
  LogicalResourceId,
  ResourceType: "AWS::SNS::Topic",
  ResourceStatus,
  Timestamp: new Date(Date.UTC(2026, 10, 22) + serial * 1000),
  ...fields,
});
const ofStack = (status: string, fields: object = {}) =>
  event("shop", status, { ResourceType: "AWS::CloudFormation::Stack", PhysicalResourceId: id, ...fields });
/** CloudFormation lists the newest event first. */
const page = (...events: object[]) => ({ StackEvents: [...events].reverse() });

let folder: string;
let wire: AwsWire;
const lines: string[] = [];
const abort = { controller: new AbortController() };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-stack-"));
  writeFileSync(join(folder, "root.yaml"), template);
  writeFileSync(join(folder, "parameters.json"), `{"Environment": "staging"}`);
  lines.length = 0;
  abort.controller = new AbortController();
});
afterEach(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

async function run(script: Script, changes: Partial<StackRequest> = {}, more: Partial<StackPorts> = {}) {
  wire = await startAwsWire({
    GetParametersByPath: [{ Parameters: [] }],
    HeadObject: [raw(404)],
    PutObject: [raw(200)],
    ValidateTemplate: [{}],
    CreateChangeSet: [{ Id: changeSetId, StackId: id }],
    DescribeChangeSet: [{ ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] }],
    DeleteChangeSet: [{}],
    DeleteStack: [{}],
    ExecuteChangeSet: [{}],
    ...script,
  });
  const ports = {
    cloudFormation: new CloudFormation(wire.config),
    artifacts: new S3({ ...wire.config, forcePathStyle: true }),
    ledger: new SSM(wire.config),
    clock: makeTestClock(),
    log: { info: (line: string) => void lines.push(line), warning: (line: string) => void lines.push(line) },
    cancelled: abort.controller.signal,
    ...more,
  };
  return deployStack(ports, {
    name: "shop",
    template: join(folder, "root.yaml"),
    parameters: join(folder, "parameters.json"),
    overrides: {},
    mode: "apply",
    artifacts: { bucket: "artifacts", endpoint: wire.url },
    region: "ap-southeast-5",
    capabilities: [],
    roleArn: undefined,
    tags: { Project: "shop" },
    allowReplacement: [],
    allowRemoval: [],
    replaceFailed: false,
    terminationProtection: undefined,
    waitMs: 60 * 60_000,
    images: new Map([["api", { image: "api@new" }]]),
    ledger: "/shop/released",
    imageParameters: "{Service}Image",
    ...changes,
  });
}

const changed = (change: object) => [
  { ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [{ Type: "Resource", ResourceChange: change }] },
];

test("a new stack is created from the packaged template, with a ledger's absent image taken from those just built", async () => {
  const result = await run({
    DescribeStacks: [missing, stack("CREATE_COMPLETE", { Outputs: [{ OutputKey: "Host", OutputValue: "h" }] })],
    DescribeStackEvents: [
      page(ofStack("REVIEW_IN_PROGRESS")),
      page(ofStack("CREATE_IN_PROGRESS"), event("Topic", "CREATE_COMPLETE"), ofStack("CREATE_COMPLETE")),
    ],
  });
  expect(result).toMatchObject({ outcome: { kind: "created" }, status: "CREATE_COMPLETE", outputs: { Host: "h" } });
  expect(wire.inputs("CreateChangeSet")).toEqual([
    expect.objectContaining({
      ChangeSetType: "CREATE",
      IncludeNestedStacks: "true",
      TemplateURL: expect.stringMatching(/\/artifacts\/templates\/root-[0-9a-f]{64}\.yaml$/),
      Parameters: [
        { ParameterKey: "Environment", ParameterValue: "staging" },
        { ParameterKey: "ApiImage", ParameterValue: "api@new" },
      ],
    }),
  ]);
  expect(lines).toContainEqual(expect.stringMatching(/^\[0m 00s\] CREATE_COMPLETE Topic \(AWS::SNS::Topic\)$/));
});

test("a stack of which nothing but images differ is left alone", async () => {
  const result = await run({
    DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
    GetTemplate: [{ TemplateBody: template }],
  });
  expect(result.outcome).toEqual({
    kind: "unchanged",
    why: "only images differ (ApiImage), and moving those is the rollout's part",
  });
  expect(wire.actions()).not.toContain("CreateChangeSet");
});

test.each([
  ["a line of the template", { GetTemplate: [{ TemplateBody: template.replace("Database", "Store") }] }, {}],
  ["a tag", {}, { tags: { Project: "shop", Team: "delivery" } }],
  ["a parameter", {}, { overrides: { Environment: "production" } }],
] as const)("where %s differs as well, CloudFormation is asked", async (_, script, changes) => {
  const result = await run(
    {
      DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
      GetTemplate: [{ TemplateBody: template }],
      DescribeChangeSet: [
        {
          ChangeSetId: changeSetId,
          Status: "FAILED",
          StatusReason: "The submitted information didn't contain changes.",
        },
      ],
      ...script,
    },
    changes,
  );
  expect(result.outcome).toEqual({ kind: "unchanged", why: "CloudFormation finds no difference" });
  expect(wire.actions()).toContain("DeleteChangeSet");
  expect(wire.actions()).not.toContain("ExecuteChangeSet");
});

test("what is wrong with the request comes in one message, and nothing was uploaded or asked for", async () => {
  const wrong = run({ DescribeStacks: [missing] }, { parameters: join(folder, "none.json"), images: new Map() });
  await expect(wrong).rejects.toThrow(
    new RegExp(
      [
        "^shop: nothing was changed:",
        "- parameters: there is no file .*none.json",
        "- parameters: Environment has no value: .*",
        "- parameters: ApiImage has no value: .*$",
      ].join("\n"),
    ),
  );
  expect(wire.actions()).toEqual(["DescribeStacks", "GetParametersByPath"]);
});

test("what CloudFormation finds wrong with a template, or a missing capability, stops before a change set", async () => {
  const wrong = run({ DescribeStacks: [missing], ValidateTemplate: [{ Capabilities: ["CAPABILITY_NAMED_IAM"] }] });
  await expect(wrong).rejects.toThrow("capabilities: the templates need CAPABILITY_NAMED_IAM");
  expect(wire.actions()).not.toContain("CreateChangeSet");
});

test("a replacement of what holds data is refused, and the change set is deleted", async () => {
  const database = {
    LogicalResourceId: "Database",
    ResourceType: "AWS::RDS::DBInstance",
    Action: "Modify",
    Replacement: "True",
  };
  const refused = run({
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed(database),
  });
  await expect(refused).rejects.toThrow(
    "shop: refused, since data would be lost: Database (AWS::RDS::DBInstance) would be replaced",
  );
  expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
});

describe("where somebody is asked", () => {
  const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
  const script = {
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed(topic),
  };

  test("the very change set that was shown is executed", async () => {
    const shown: string[] = [];
    const approve = (_stack: string, changes: readonly { path: string }[]) => {
      shown.push(...changes.map(({ path }) => path));
      return Promise.resolve(true);
    };
    const DescribeStackEvents = [
      page(ofStack("UPDATE_COMPLETE", { Timestamp: new Date(0) })),
      page(ofStack("UPDATE_IN_PROGRESS"), ofStack("UPDATE_COMPLETE")),
    ];
    expect(await run({ ...script, DescribeStackEvents }, {}, { approve })).toMatchObject({
      outcome: { kind: "updated" },
    });
    expect(shown).toEqual(["Topic"]);
    expect(wire.inputs("ExecuteChangeSet")).toEqual([expect.objectContaining({ ChangeSetName: changeSetId })]);
    expect(wire.inputs("CreateChangeSet")).toHaveLength(1);
  });

  test.each<[string, NonNullable<StackPorts["approve"]>, string]>([
    ["a no", () => Promise.resolve(false), "shop: declined; nothing was changed"],
    ["a question that can't be answered", () => Promise.reject(new Error("nobody is there")), "nobody is there"],
  ])("%s leaves neither a change nor a change set", async (_title, approve, told) => {
    await expect(run(script, {}, { approve })).rejects.toThrow(told);
    expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });
});

test("a failed update ends red with the first failure in the tree, after its rollback", async () => {
  const nested = { ResourceType: "AWS::CloudFormation::Stack", PhysicalResourceId: nestedId };
  const start = [ofStack("UPDATE_IN_PROGRESS"), event("Data", "UPDATE_IN_PROGRESS", nested)];
  const db = { StackId: nestedId, ResourceType: "AWS::RDS::DBInstance", ResourceStatusReason: "no such class" };
  const inner = event("Database", "UPDATE_FAILED", db);
  const failed = event("Data", "UPDATE_FAILED", { ...nested, ResourceStatusReason: "Embedded stack was not updated" });
  const root = [page(ofStack("UPDATE_COMPLETE", { Timestamp: new Date(0) })), page(...start), page(...start, failed)];
  const end = page(...start, failed, ofStack("UPDATE_ROLLBACK_IN_PROGRESS"), ofStack("UPDATE_ROLLBACK_COMPLETE"));
  let turn = 0;
  const update = run({
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeStackEvents: ({ input }: { input: { StackName: string } }) =>
      input.StackName === nestedId ? page(inner) : (root[turn++] ?? end),
  });
  await expect(update).rejects.toThrow(
    "shop: UPDATE_ROLLBACK_COMPLETE: Data/Database (AWS::RDS::DBInstance): no such class",
  );
});

describe("a stack's status before the change", () => {
  test("what is in progress is waited for", async () => {
    const result = await run({
      DescribeStacks: [stack("UPDATE_IN_PROGRESS", deployed), stack("UPDATE_COMPLETE", deployed)],
      GetTemplate: [{ TemplateBody: template }],
    });
    expect(result.outcome.kind).toBe("unchanged");
    expect(lines).toContain("shop: waits, since the stack is UPDATE_IN_PROGRESS");
  });

  describe("a failed update", () => {
    const GetTemplate = [{ TemplateBody: template }];

    test("is updated anew, although template, parameters and tags are as deployed", async () => {
      const result = await run({
        DescribeStacks: [stack("UPDATE_FAILED", deployed), stack("UPDATE_COMPLETE", deployed)],
        GetTemplate,
        DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
      });
      expect(result.outcome).toEqual({ kind: "updated" });
    });

    test("is red where CloudFormation finds nothing to change", async () => {
      const empty = { Status: "FAILED", StatusReason: "No updates are to be performed." };
      const red = run({
        DescribeStacks: [stack("UPDATE_FAILED", deployed)],
        GetTemplate,
        DescribeChangeSet: [{ ChangeSetId: changeSetId, ...empty }],
      });
      await expect(red).rejects.toThrow("shop: is UPDATE_FAILED, and CloudFormation finds nothing to change");
    });
  });

  test("a rolled back creation is refused, with the way out", async () => {
    const refused = run({ DescribeStacks: [stack("ROLLBACK_COMPLETE")] });
    await expect(refused).rejects.toMatchObject({
      message: "shop: is ROLLBACK_COMPLETE",
      hint: expect.stringContaining("replace-failed"),
    });
  });

  test("a rolled back creation is deleted and created anew where that was asked for", async () => {
    const result = await run(
      {
        DescribeStacks: [
          ...[stack("ROLLBACK_COMPLETE"), stack("DELETE_IN_PROGRESS")],
          ...[stack("DELETE_COMPLETE"), stack("CREATE_COMPLETE")],
        ],
        DescribeStackEvents: [page(), page(ofStack("CREATE_COMPLETE"))],
      },
      { replaceFailed: true },
    );
    expect(result.outcome).toEqual({ kind: "created" });
    expect(wire.inputs("CreateChangeSet")).toMatchObject([{ ChangeSetType: "CREATE" }]);
  });

  test("a wait has its end", async () => {
    const late = run({ DescribeStacks: [stack("UPDATE_IN_PROGRESS", deployed)] }, { waitMs: 2 * 60_000 });
    await expect(late).rejects.toThrow("shop: the stack was still UPDATE_IN_PROGRESS after 2 minutes");
  });
});

describe.each(["apply", "plan"] as const)("a new stack that somebody else creates meanwhile (%s)", (mode) => {
  test("is left alone where no change set can be made any more", async () => {
    const late = run(
      {
        DescribeStacks: [missing, stack("CREATE_COMPLETE")],
        CreateChangeSet: [fault("ValidationError", "Stack shop already exists and cannot be created again")],
      },
      { mode },
    );
    await expect(late).rejects.toThrow("shop: ValidationError: Stack shop already exists");
    expect(wire.actions()).not.toContain("DeleteStack");
  });

  test("is left alone where it took the stack of our change set", async () => {
    const failed = { ChangeSetId: changeSetId, Status: "FAILED", StatusReason: "no such export" };
    const late = run(
      { DescribeStacks: [stack("REVIEW_IN_PROGRESS"), stack("CREATE_IN_PROGRESS")], DescribeChangeSet: [failed] },
      { mode },
    );
    await expect(late).rejects.toThrow("shop: no change set can be made: no such export");
    expect(wire.actions().slice(-2)).toEqual(["DeleteChangeSet", "DescribeStacks"]);
    expect(wire.inputs("DescribeStacks").at(-1)).toMatchObject({ StackName: id });
  });

  test("is ours to delete, by its id, while it is empty", async () => {
    const failed = { ChangeSetId: changeSetId, Status: "FAILED", StatusReason: "no such export" };
    const late = run(
      { DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), missing], DescribeChangeSet: [failed] },
      { mode },
    );
    await expect(late).rejects.toThrow("shop: no change set can be made: no such export");
    expect(wire.inputs("DeleteStack")).toMatchObject([{ StackName: id }]);
  });
});

describe("a cancelled run", () => {
  test("deletes the change set that was not executed, and the empty stack that came with it", async () => {
    const cancelled = run({
      DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), missing],
      DescribeChangeSet: () => {
        abort.controller.abort();
        return { ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] };
      },
    });
    await expect(cancelled).rejects.toThrow("shop: cancelled; nothing was changed");
    expect(wire.actions()).toEqual(expect.arrayContaining(["DeleteChangeSet", "DeleteStack"]));
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test("says that a change which has begun goes on", async () => {
    const cancelled = run({
      DescribeStacks: [missing],
      DescribeStackEvents: [page(), page(ofStack("CREATE_IN_PROGRESS"))],
      ExecuteChangeSet: () => {
        abort.controller.abort();
        return {};
      },
    });
    await expect(cancelled).rejects.toThrow(
      "shop: the change goes on in CloudFormation, and was not done when the run was cancelled",
    );
    expect(wire.actions()).not.toContain("DeleteStack");
  });
});

test("a plan shows what apply would do and refuse, and leaves nothing behind", async () => {
  const bucket = { LogicalResourceId: "Uploads", ResourceType: "AWS::S3::Bucket", Action: "Remove" };
  const result = await run(
    {
      DescribeStacks: [stack("UPDATE_COMPLETE")],
      GetTemplate: [{ TemplateBody: "" }],
      DescribeChangeSet: changed(bucket),
    },
    { mode: "plan" },
  );
  expect(result).toMatchObject({
    outcome: { kind: "planned" },
    refused: ["Uploads (AWS::S3::Bucket) would be removed"],
  });
  expect(wire.actions().slice(-1)).toEqual(["DeleteChangeSet"]);
});

test("AWS's refusal is one sentence", async () => {
  const denied = run({ DescribeStacks: [fault("AccessDenied", "User x may not cloudformation:DescribeStacks", 403)] });
  await expect(denied).rejects.toThrow("shop: AccessDenied: User x may not cloudformation:DescribeStacks");
});
