import type { StackStatus } from "@aws-sdk/client-cloudformation";
import { StackStatus as statuses } from "@aws-sdk/client-cloudformation";
import { describe, expect, test } from "@jest/globals";
import { missing, nestedId, ofStack, page, run, stack, template, deployed, wire } from "./testing/shop-stack";

/** What `apply` does with a stack in that status: by the calls that change something, or the refusal's words. */
const create = ["CreateChangeSet CREATE", "ExecuteChangeSet"];
const update = ["CreateChangeSet UPDATE", "ExecuteChangeSet"];
const table = {
  CREATE_COMPLETE: update,
  UPDATE_COMPLETE: update,
  UPDATE_ROLLBACK_COMPLETE: update,
  IMPORT_COMPLETE: update,
  IMPORT_ROLLBACK_COMPLETE: update,
  UPDATE_FAILED: ["CreateChangeSet UPDATE", "ExecuteChangeSet without rollback"],
  REVIEW_IN_PROGRESS: create,
  DELETE_COMPLETE: create,
  CREATE_IN_PROGRESS: "waits",
  UPDATE_IN_PROGRESS: "waits",
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: "waits",
  UPDATE_ROLLBACK_IN_PROGRESS: "waits",
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "waits",
  ROLLBACK_IN_PROGRESS: "waits",
  DELETE_IN_PROGRESS: "waits",
  IMPORT_IN_PROGRESS: "waits",
  IMPORT_ROLLBACK_IN_PROGRESS: "waits",
  ROLLBACK_COMPLETE: /^Its creation failed, and nothing is left in it: `replace-failed: true` deletes it first\./,
  UPDATE_ROLLBACK_FAILED: /continue-rollback: none.*continue-rollback: \["Data\/Database"\]/,
  CREATE_FAILED: /rollback-stack.*replace-failed: true/,
  ROLLBACK_FAILED: /delete the stack/,
  DELETE_FAILED: /--retain-resources/,
  IMPORT_ROLLBACK_FAILED: /import's rollback/,
} satisfies Record<StackStatus, string[] | "waits" | RegExp>;

const cases = Object.entries(table) as [StackStatus, string[] | "waits" | RegExp][];
const events = { DescribeStackEvents: [page(), page(ofStack("CREATE_COMPLETE"))] };

/** The calls that change something, with what tells them apart. */
function changes(): string[] {
  return wire.calls.flatMap(({ action, input: { ChangeSetType, DisableRollback } }) => {
    if (action === "CreateChangeSet") return [`${action} ${ChangeSetType}`];
    if (action === "ExecuteChangeSet") return [action + (DisableRollback === "true" ? " without rollback" : "")];
    return /^(Delete|Continue|Cancel|Set|Update)/.test(action) ? [action] : [];
  });
}

test("CloudFormation has the 23 statuses that are told apart here", () => {
  expect(cases.map(([status]) => status).sort()).toEqual(Object.values(statuses).sort());
  expect(cases).toHaveLength(23);
});

describe("a stack that is ready for it is changed:", () => {
  test.each(cases.filter(([, wanted]) => Array.isArray(wanted)))("%s", async (status, wanted) => {
    await run({
      DescribeStacks: [stack(status), stack("UPDATE_COMPLETE")],
      GetTemplate: [{ TemplateBody: "" }],
      ...events,
    });
    expect(changes()).toEqual(wanted);
  });

  test("one that does not exist is created", async () => {
    await run({ DescribeStacks: [missing, stack("CREATE_COMPLETE")], ...events });
    expect(changes()).toEqual(create);
  });
});

test.each(cases.filter(([, wanted]) => wanted === "waits"))("%s is waited for", async (status) => {
  const result = await run({
    DescribeStacks: [stack(status, deployed), stack(status, deployed), stack("UPDATE_COMPLETE", deployed)],
    GetTemplate: [{ TemplateBody: template }],
  });
  expect(result.outcome.kind).toBe("unchanged");
  expect(wire.inputs("DescribeStacks")).toHaveLength(3);
});

describe("a stack that allows no change is refused, untouched, with what failed in it and the way out:", () => {
  const nested = { ResourceType: "AWS::CloudFormation::Stack", ResourceStatus: "UPDATE_FAILED" };
  const database = { LogicalResourceId: "Database", ResourceType: "AWS::RDS::DBInstance" };
  const script = {
    ListStackResources: ({ input }: { input: { StackName: string } }) => ({
      StackResourceSummaries:
        input.StackName === nestedId
          ? [{ ...database, ResourceStatus: "UPDATE_FAILED", ResourceStatusReason: "storage is full" }]
          : [{ LogicalResourceId: "Data", PhysicalResourceId: nestedId, ...nested }],
    }),
  };
  const refusals = cases.filter(([, wanted]) => wanted instanceof RegExp);
  test.each(refusals)("%s", async (status, hint) => {
    await expect(run({ DescribeStacks: [stack(status)], ...script })).rejects.toMatchObject({
      message: expect.stringContaining(`shop: is ${status}`),
      hint: expect.stringMatching(hint as RegExp),
    });
    expect(changes()).toEqual([]);
  });

  test.each(refusals.map(([status]) => status).filter((status) => status !== "ROLLBACK_COMPLETE"))(
    "%s names the resource, not the nested stack around it",
    async (status) => {
      const refused = run({ DescribeStacks: [stack(status)], ...script });
      await expect(refused).rejects.toThrow(
        `shop: is ${status}: Data/Database (AWS::RDS::DBInstance): storage is full`,
      );
    },
  );

  test.each(refusals.map(([status]) => status).filter((status) => status !== "UPDATE_ROLLBACK_FAILED"))(
    "%s is a whole sentence where nothing that failed can be named",
    async (status) => {
      await expect(run({ DescribeStacks: [stack(status)] })).rejects.toMatchObject({
        message: `shop: is ${status}, which allows no change`,
      });
    },
  );

  test("only ROLLBACK_COMPLETE is deleted by replace-failed, and a plan deletes nothing", async () => {
    for (const [status] of refusals) {
      const mode = status === "ROLLBACK_COMPLETE" ? "plan" : "apply";
      await run({ DescribeStacks: [stack(status)], ...script }, { replaceFailed: true, mode }).catch(() => undefined);
      expect([status, ...changes()]).toEqual([status]);
    }
  });
});

test("an empty stack that a change set has left is deleted with a change set that is refused, but not under another's", async () => {
  const bucket = { LogicalResourceId: "Old", ResourceType: "AWS::S3::Bucket", Action: "Remove" };
  const script = {
    DescribeStacks: [stack("REVIEW_IN_PROGRESS"), stack("REVIEW_IN_PROGRESS"), missing],
    DescribeChangeSet: [{ Status: "CREATE_COMPLETE", Changes: [{ Type: "Resource", ResourceChange: bucket }] }],
  };
  await expect(run(script)).rejects.toThrow("Old (AWS::S3::Bucket) would be removed");
  expect(changes().slice(1)).toEqual(["DeleteChangeSet", "DeleteStack"]);
  const reviewed = { ListChangeSets: [{ Summaries: [{ ChangeSetName: "reviewed", Status: "CREATE_COMPLETE" }] }] };
  await expect(run({ ...script, ...reviewed })).rejects.toThrow("Old (AWS::S3::Bucket) would be removed");
  expect(changes().slice(1)).toEqual(["DeleteChangeSet"]);
});

test("what a stack that is replaced was given is not taken for the new one's values", async () => {
  const replaced = run(
    { DescribeStacks: [stack("ROLLBACK_COMPLETE", deployed)] },
    { replaceFailed: true, parameters: undefined },
  );
  await expect(replaced).rejects.toThrow("parameters: Environment has no value");
  expect(changes()).toEqual([]);
});

test("a deletion that fails stops there", async () => {
  const gone = { ...stack("DELETE_FAILED") };
  const script = { DescribeStacks: [stack("ROLLBACK_COMPLETE"), stack("DELETE_IN_PROGRESS"), gone] };
  await expect(run(script, { replaceFailed: true })).rejects.toThrow("shop: its deletion ended as DELETE_FAILED");
  expect(wire.actions()).not.toContain("CreateChangeSet");
});
