import { fault, reset } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { describe, expect, test } from "@jest/globals";
import {
  changed,
  changeSetId,
  deployed,
  event,
  id,
  lines,
  missing,
  ofStack,
  page,
  run,
  stack,
  template,
  wire,
} from "./testing/shop-stack";

const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const made = { ChangeSetId: changeSetId, Status: "CREATE_COMPLETE", Changes: [] };
const begun = page(ofStack("UPDATE_IN_PROGRESS"));
const done = page(ofStack("UPDATE_IN_PROGRESS"), ofStack("UPDATE_COMPLETE"));
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: changed(topic),
  DescribeStackEvents: [page(), begun, done],
};
const throttled = fault("Throttling", "Rate exceeded");
const expired = fault("ExpiredToken", "The security token included in the request is expired", 403);
const updated = { outcome: { kind: "updated" }, status: "UPDATE_COMPLETE" };

describe("what passes is waited out:", () => {
  test("throttling, longer than the SDK tries", async () => {
    const many = Array.from({ length: 8 }, () => throttled);
    expect(await run({ ...update, DescribeStackEvents: [page(), ...many, done] })).toMatchObject(updated);
    expect(lines).toContainEqual(expect.stringMatching(/^shop: Throttling: Rate exceeded; asking again$/));
  });

  test("a connection that breaks in the middle", async () => {
    const DescribeStackEvents = [page(), begun, ...Array.from({ length: 4 }, () => reset()), done];
    expect(await run({ ...update, DescribeStackEvents })).toMatchObject(updated);
  });

  test("a lost answer to the execution, which had begun", async () => {
    const ExecuteChangeSet = [reset(), fault("InvalidChangeSetStatus", "is in [EXECUTE_IN_PROGRESS]")];
    const DescribeChangeSet = [
      ...changed(topic),
      ...changed(topic),
      { ...made, ExecutionStatus: "EXECUTE_IN_PROGRESS" },
    ];
    expect(await run({ ...update, ExecuteChangeSet, DescribeChangeSet })).toMatchObject(updated);
    const tokens = (wire.inputs("ExecuteChangeSet") as { ClientRequestToken: string }[]).map(
      (input) => input.ClientRequestToken,
    );
    // The token tells CloudFormation that it is asked the same again.
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 1]);
  });

  test("a lost answer to the change set's making: it is asked for again by the same token", async () => {
    await run({ ...update, CreateChangeSet: [reset(), { Id: changeSetId, StackId: id }] });
    const inputs = wire.inputs("CreateChangeSet") as { ClientToken: string; ChangeSetName: string }[];
    const asked = inputs.map(({ ClientToken, ChangeSetName }) => `${ClientToken} ${ChangeSetName}`);
    expect([asked.length, new Set(asked).size]).toEqual([2, 1]);
  });

  test("reads that lag behind writes: change set, events and stack are not there yet", async () => {
    const created = page(ofStack("CREATE_IN_PROGRESS"), ofStack("CREATE_COMPLETE"));
    const result = await run({
      DescribeStacks: [missing, missing, missing, stack("CREATE_IN_PROGRESS"), stack("CREATE_COMPLETE")],
      DescribeChangeSet: [fault("ChangeSetNotFound", "no", 404), made],
      DescribeStackEvents: [fault("ValidationError", `Stack [${id}] does not exist`), created],
    });
    expect(result).toMatchObject({ outcome: { kind: "created" }, status: "CREATE_COMPLETE" });
  });

  test("a stack that is read as it was before the change, outputs too", async () => {
    const as = (LastUpdatedTime: string, OutputValue: string) =>
      stack("UPDATE_COMPLETE", { LastUpdatedTime, Outputs: [{ OutputKey: "Host", OutputValue }] });
    const old = as("2026-11-22T00:00:00Z", "old");
    const DescribeStacks = [old, old, old, as("2026-11-22T01:00:00Z", "new")];
    const GetTemplate = [{ TemplateBody: "Outputs: { Host: {} }" }];
    expect((await run({ ...update, DescribeStacks, GetTemplate })).outputs).toEqual({ Host: "new" });
  });

  test("a stack that was never updated, and is read as it was before the change", async () => {
    const as = (status: string, OutputValue: string) =>
      stack(status, { Outputs: [{ OutputKey: "Host", OutputValue }] });
    const old = as("CREATE_COMPLETE", "old");
    const DescribeStacks = [old, old, old, as("UPDATE_COMPLETE", "new")];
    const GetTemplate = [{ TemplateBody: "Outputs: { Host: {} }" }];
    const result = await run({ ...update, DescribeStacks, GetTemplate });
    expect(result).toMatchObject({ status: "UPDATE_COMPLETE", outputs: { Host: "new" } });
  });

  test("but a change set that never appears is an end", async () => {
    const DescribeChangeSet = [fault("ChangeSetNotFound", "no such change set", 404)];
    await expect(run({ ...update, DescribeChangeSet })).rejects.toThrow("no such change set");
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });
});

describe("expired credentials are one clear error, never green:", () => {
  test("before the change was begun", async () => {
    await expect(run({ ...update, CreateChangeSet: [expired] })).rejects.toMatchObject({
      code: "credentials-expired",
      message: expect.stringMatching(/^shop: the credentials expired before the change was begun: ExpiredToken: /),
    });
  });

  test("in the middle of it", async () => {
    await expect(run({ ...update, DescribeStackEvents: [page(), begun, expired] })).rejects.toMatchObject({
      code: "credentials-expired",
      message: "shop: the credentials expired while waiting, so what became of it is unknown (ExpiredToken)",
    });
  });

  test("after its end, when only its outputs are left to read", async () => {
    const late = {
      ...update,
      DescribeStacks: [stack("UPDATE_COMPLETE"), expired],
      DescribeStackEvents: [page(), done],
    };
    await expect(run(late)).rejects.toMatchObject({ code: "credentials-expired" });
  });
});

describe("two runs at once:", () => {
  const gone = { ...made, ExecutionStatus: "OBSOLETE" };
  test.each([
    ["the execution is refused", { ExecuteChangeSet: [fault("InvalidChangeSetStatus", "is in status [OBSOLETE]")] }],
    ["an operation is in progress", { ExecuteChangeSet: [fault("OperationInProgressException", "busy")] }],
    [
      "the change set is refused",
      { CreateChangeSet: [fault("ValidationError", "Stack:x is in UPDATE_IN_PROGRESS state and can not be updated.")] },
    ],
  ])("where %s, ours is not begun and leaves no change set", async (_title, more) => {
    const DescribeChangeSet = [...changed(topic), ...changed(topic), gone];
    await expect(run({ ...update, DescribeChangeSet, ...more })).rejects.toMatchObject({
      code: "in-progress",
      message: expect.stringContaining("shop: another change of the stack is in the way: "),
      hint: expect.stringContaining("Nothing was changed."),
    });
    const made = "ExecuteChangeSet" in more;
    expect(wire.actions().slice(-1)).toEqual([made ? "DeleteChangeSet" : "CreateChangeSet"]);
  });

  test("the end of the other's change is not taken for ours", async () => {
    let token = "";
    let turn = 0;
    const ExecuteChangeSet = ({ input }: { input: { ClientRequestToken: string } }) => {
      token = input.ClientRequestToken;
      return {};
    };
    const theirs = ofStack("UPDATE_COMPLETE", { ClientRequestToken: "theirs" });
    const DescribeStackEvents = () => {
      const ours = [ofStack("UPDATE_ROLLBACK_COMPLETE", { ClientRequestToken: token })];
      return [page(), page(theirs), page(theirs, ...ours)][Math.min(turn++, 2)]!;
    };
    await expect(run({ ...update, ExecuteChangeSet, DescribeStackEvents })).rejects.toThrow(
      "shop: UPDATE_ROLLBACK_COMPLETE",
    );
  });

  test("nor is the end of one that was begun without a token, once ours bears its own", async () => {
    const pages = [page()];
    const ExecuteChangeSet = ({ input }: { input: { ClientRequestToken: string } }) => {
      const ours = { ClientRequestToken: input.ClientRequestToken };
      const both = [ofStack("UPDATE_IN_PROGRESS", ours), ofStack("UPDATE_COMPLETE")];
      pages.push(page(...both), page(...both, ofStack("UPDATE_ROLLBACK_COMPLETE", ours)));
      return {};
    };
    let turn = 0;
    const DescribeStackEvents = () => pages[Math.min(turn++, pages.length - 1)]!;
    await expect(run({ ...update, ExecuteChangeSet, DescribeStackEvents })).rejects.toThrow(
      "shop: UPDATE_ROLLBACK_COMPLETE",
    );
  });

  test("what another one took back right after ours is no success", async () => {
    const DescribeStacks = [stack("UPDATE_COMPLETE", deployed), stack("UPDATE_ROLLBACK_COMPLETE", deployed)];
    await expect(run({ ...update, DescribeStacks })).rejects.toMatchObject({
      code: "unknown-outcome",
      message: "shop: the change was done, but the stack is UPDATE_ROLLBACK_COMPLETE: another change came after it",
    });
  });
});

test.each(["DescribeStacks", "ValidateTemplate", "CreateChangeSet", "ExecuteChangeSet"])(
  "an action that is not allowed is told in AWS's words, and nothing is begun: %s",
  async (action) => {
    const words = `User: x is not authorized to perform: cloudformation:${action}`;
    await expect(run({ ...update, [action]: [fault("AccessDenied", words, 403)] })).rejects.toMatchObject({
      code: "aws",
      message: `shop: AccessDenied: ${words}`,
    });
    expect(wire.actions().filter((called) => called === "DescribeStackEvents").length).toBeLessThan(2);
  },
);

test("what failed in an earlier run is no reason of this one's, although the events before it begin with an empty page", async () => {
  const failed = (id: string, ResourceStatusReason: string, fields = {}) =>
    event(id, "UPDATE_FAILED", { ResourceStatusReason, ...fields });
  const before = [failed("Old", "an old reason"), ofStack("UPDATE_ROLLBACK_COMPLETE")];
  let begun = false;
  const DescribeStackEvents = ({ input }: { input: { NextToken?: string } }) => {
    if (!begun) return input.NextToken ? page(...before) : { StackEvents: [], NextToken: "2" };
    return page(...before, ...after);
  };
  const after = [failed("New", "a new reason"), ofStack("UPDATE_ROLLBACK_COMPLETE")];
  const ExecuteChangeSet = () => ((begun = true), {});
  await expect(run({ ...update, DescribeStackEvents, ExecuteChangeSet })).rejects.toMatchObject({
    failures: [{ path: "New", reason: "a new reason" }],
  });
});

describe("a long change", () => {
  test("of which there are thousands of events is read page by page, each event once", async () => {
    const old = Array.from({ length: 250 }, (_, at) => event(`Old${at}`, "UPDATE_COMPLETE"));
    const fresh = Array.from({ length: 2_500 }, (_, at) => event(`New${at}`, "UPDATE_COMPLETE"));
    const all = [...old, ...fresh, ofStack("UPDATE_COMPLETE")].reverse();
    let started = false;
    const DescribeStackEvents = ({ input }: { input: { NextToken?: string } }) => {
      const list = started ? all : all.slice(-250);
      const from = Number(input.NextToken ?? 0);
      const NextToken = from + 100 < list.length ? String(from + 100) : undefined;
      return { StackEvents: list.slice(from, from + 100), NextToken };
    };
    const ExecuteChangeSet = () => {
      started = true;
      return {};
    };
    expect(await run({ ...update, DescribeStackEvents, ExecuteChangeSet })).toMatchObject(updated);
    const told = lines.filter((line) => /UPDATE_COMPLETE New\d+ /.test(line));
    expect([told.length, new Set(told).size]).toEqual([2_500, 2_500]);
    expect(lines.some((line) => line.includes("Old"))).toBe(false);
  });

  test("ends red after sixty minutes, and says that it goes on", async () => {
    const clock = makeTestClock();
    await expect(run({ ...update, DescribeStackEvents: [page(), begun] }, {}, { clock })).rejects.toMatchObject({
      code: "timed-out",
      message: "shop: the update goes on in CloudFormation, and was not done after 60 minutes",
    });
    expect(Math.round(clock.elapsed() / 60_000)).toBe(60);
    expect(wire.actions()).not.toContain("CancelUpdateStack");
  });

  test("is green when it comes to its end in the last of its minutes", async () => {
    const waiting = Array.from({ length: 80 }, () => begun);
    const DescribeStackEvents = [page(), ...waiting, done];
    const result = await run({ ...update, DescribeStackEvents }, { waitMs: 5 * 60_000 });
    expect(result).toMatchObject(updated);
    expect(result.seconds).toBeGreaterThan(4 * 60);
  });
});

test("the first failure is told, although its event is read after a later one of its parent", async () => {
  const at = (seconds: number) => ({ Timestamp: new Date(Date.UTC(2026, 10, 23) + seconds * 1000) });
  const nestedStack = { ResourceType: "AWS::CloudFormation::Stack", PhysicalResourceId: `${id}nested` };
  const inner = event("Db", "UPDATE_FAILED", {
    StackId: `${id}nested`,
    ResourceStatusReason: "no such class",
    ...at(1),
  });
  const root = [
    ofStack("UPDATE_IN_PROGRESS", at(0)),
    event("Data", "UPDATE_IN_PROGRESS", { ...nestedStack, ...at(0) }),
    event("Queue", "UPDATE_FAILED", { ResourceStatusReason: "Resource update cancelled", ...at(2) }),
    event("Topic", "UPDATE_FAILED", { ResourceStatusReason: "denied", ...at(3) }),
    event("Data", "UPDATE_FAILED", {
      ...nestedStack,
      ResourceStatusReason: "Embedded stack was not updated",
      ...at(4),
    }),
  ];
  let turn = 0;
  const DescribeStackEvents = ({ input }: { input: { StackName: string } }) => {
    if (input.StackName !== id) return turn > 2 ? page(inner) : page();
    turn += 1;
    if (turn === 1) return page();
    return page(...root, ...(turn > 2 ? [ofStack("UPDATE_ROLLBACK_COMPLETE", at(5))] : []));
  };
  await expect(run({ ...update, DescribeStackEvents })).rejects.toMatchObject({
    message: "shop: UPDATE_ROLLBACK_COMPLETE: Data/Db (AWS::SNS::Topic): no such class",
    status: "UPDATE_ROLLBACK_COMPLETE",
    failures: [{ path: "Data/Db" }, { path: "Topic" }],
  });
});

test("a stack that is as wanted is a success that says so", async () => {
  const script = { DescribeStacks: [stack("UPDATE_COMPLETE", deployed)], GetTemplate: [{ TemplateBody: template }] };
  const released = { overrides: { ApiImage: "api@old" } };
  expect(await run(script, released)).toMatchObject({
    outcome: { kind: "unchanged", why: "template, parameters and tags are as deployed" },
  });
  expect(wire.actions()).not.toContain("CreateChangeSet");
});
