import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import type { StackPorts } from "./ports";
import {
  changed,
  changeSetId,
  deployed,
  event,
  folder,
  lines,
  missing,
  nestedId,
  ofStack,
  page,
  run,
  stack,
  template,
  wire,
} from "./testing/shop-stack";

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

test("templates are uploaded into the folder of the bucket that is named", async () => {
  const artifacts = { bucket: "artifacts", endpoint: "http://endpoint", prefix: "plan/" };
  await run({ DescribeStacks: [missing], HeadObject: [fault("NotFound", "none", 404)] }, { artifacts, mode: "plan" });
  const [{ Key } = { Key: "" }] = wire.inputs("PutObject") as { Key: string }[];
  expect(Key).toMatch(/^plan\/templates\/root-[0-9a-f]{64}\.yaml$/);
  const [{ TemplateURL } = { TemplateURL: "" }] = wire.inputs("CreateChangeSet") as { TemplateURL: string }[];
  expect(TemplateURL).toBe(`http://endpoint/artifacts/${Key}`);
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

const left = (what: string) => `shop: ${what}: CloudFormation finds no difference, and leaves it as it is`;
test.each([
  ["a line of the template", { GetTemplate: [{ TemplateBody: template.replace("Database", "Store") }] }, {}, []],
  ["a tag", {}, { tags: { Project: "shop", Team: "delivery" } }, [left("tag Team: none → delivery")]],
  [
    "a parameter",
    {},
    { overrides: { Environment: "production" } },
    [left("parameter Environment: staging → production")],
  ],
] as const)(
  "where %s differs as well, CloudFormation is asked, and what it leaves is told",
  async (_, script, changes, told) => {
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
    expect(lines.filter((line) => line.includes("leaves it"))).toEqual(told);
    expect(wire.actions()).toContain("DeleteChangeSet");
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  },
);

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

describe("without a template to read, nobody is asked anything:", () => {
  test.each([
    ["one that is not there", "none.yaml", "template: there is no file none.yaml"],
    [
      "one at an address, which is told as it was given",
      "https://s3.amazonaws.com/b/t.yaml",
      "template: want a file's path, got an address: https://s3.amazonaws.com/b/t.yaml",
    ],
  ])("%s", async (_title, path, problem) => {
    const files = { template: path, parameters: "none.json", stackPolicy: undefined };
    await expect(run({}, files)).rejects.toMatchObject({
      code: "invalid-stack",
      message: `shop: nothing was changed:\n- ${problem}\n- parameters: there is no file none.json`,
    });
    expect(wire.actions()).toEqual([]);
  });
});

describe("an older commit than the ledger's", () => {
  const commit = "1".repeat(40);
  const release = {
    service: "api",
    commit: "0".repeat(40),
    dirty: false,
    key: "k",
    image: "api@old",
    digest: "sha256:old",
    revision: "api:1",
    releasedAt: "2026-11-01T00:00:00.000Z",
    run: "1",
    seconds: 9,
  };
  const ledger = {
    GetParametersByPath: [{ Parameters: [{ Name: "/shop/released/api", Value: JSON.stringify(release) }] }],
  };

  test.each([
    [true, "older-commit", "is older than what is released: api has 000000000000"],
    [undefined, "unknown-order", "can't be told"],
  ])("is refused before anything is asked of CloudFormation (older: %p)", async (answer, code, message) => {
    const isAncestor = () => Promise.resolve(answer);
    await expect(run(ledger, { commit }, { isAncestor })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(wire.actions()).toEqual(["GetParametersByPath"]);
  });
});

test("what CloudFormation finds wrong with a template, or a missing capability, stops before a change set", async () => {
  const wrong = run({ DescribeStacks: [missing], ValidateTemplate: [{ Capabilities: ["CAPABILITY_NAMED_IAM"] }] });
  await expect(wrong).rejects.toThrow("capabilities: the templates need CAPABILITY_NAMED_IAM");
  expect(wire.actions()).not.toContain("CreateChangeSet");
});

test("a capability that CloudFormation alone can miss is told with where to give it", async () => {
  const words = "Requires capabilities : [CAPABILITY_AUTO_EXPAND]";
  const CreateChangeSet = [fault("InsufficientCapabilitiesException", words)];
  await expect(run({ DescribeStacks: [missing], CreateChangeSet })).rejects.toMatchObject({
    code: "invalid-stack",
    message: `shop: InsufficientCapabilitiesException: ${words}`,
    hint: expect.stringMatching(/^Nothing was changed. Give what it requires in `capabilities`.\n/),
  });
});

test.each([
  ["a replacement", { Action: "Modify", Replacement: "True" }, "would be replaced"],
  ["what CloudFormation can't tell", { Action: "Dynamic" }, "might be removed or replaced"],
])("%s of what holds data is refused, and the change set is deleted", async (_, change, told) => {
  const database = { LogicalResourceId: "Database", ResourceType: "AWS::RDS::DBInstance", ...change };
  const refused = run({
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed(database),
  });
  await expect(refused).rejects.toThrow(
    `shop: refused, since something would be lost: Database (AWS::RDS::DBInstance) ${told}`,
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
    ["a no", () => Promise.resolve(false), "shop: declined; the stack was not changed"],
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

test("no credentials at all are one sentence, whose hint is about credentials", async () => {
  const before = { ...process.env };
  for (const name of Object.keys(before)) if (name.startsWith("AWS_")) delete process.env[name];
  Object.assign(process.env, {
    ...{ HOME: folder, AWS_EC2_METADATA_DISABLED: "true" },
    ...{ AWS_CONFIG_FILE: join(folder, "none"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") },
  });
  try {
    const cloudFormation = new CloudFormation({ region: "ap-southeast-5", endpoint: "http://127.0.0.1:9" });
    await expect(run({}, {}, { cloudFormation })).rejects.toMatchObject({
      code: "no-credentials",
      message: expect.stringMatching(/^shop: there are no credentials for AWS: [^\n]+$/),
      hint: expect.stringMatching(/^Give the action `role-to-assume`/),
    });
  } finally {
    process.env = before;
  }
});
