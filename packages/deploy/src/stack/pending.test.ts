import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, expect, test } from "@jest/globals";
import { finishUpdate } from "./pending";
import { event, id, ofStack, page, stack } from "./testing/shop-stack";

const token = "deploy-7";
const ours = page(ofStack("UPDATE_IN_PROGRESS", { ClientRequestToken: token }));
let wire: AwsWire;
const warnings: string[] = [];
afterEach(() => {
  warnings.length = 0;
  return wire.close();
});

/** What becomes of an update whose step was killed, where the stack's status is first one, then the next. */
async function finish(statuses: object[], more: object = {}): Promise<string> {
  wire = await startAwsWire({
    DescribeStacks: statuses,
    DescribeStackEvents: [ours],
    CancelUpdateStack: [{}],
    ...more,
  });
  const log = { info: () => undefined, warning: (line: string) => void warnings.push(line) };
  const ports = { cloudFormation: new CloudFormation(wire.config), clock: makeTestClock(), log };
  return finishUpdate(ports, { name: "shop", stackId: id, token });
}
const cancelled = () => wire.actions().includes("CancelUpdateStack");

test.each<[string, string[], object, string, boolean]>([
  [
    "that goes on is cancelled, and its rollback awaited",
    ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"],
    {},
    "shop: the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE",
    true,
  ],
  [
    "that is rolled back already is awaited",
    ["UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"],
    {},
    "shop: the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE",
    false,
  ],
  [
    "that only cleans up is awaited, since it can't be cancelled any more",
    ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"],
    {},
    "shop: the update had come to its end before it could be cancelled: UPDATE_COMPLETE",
    false,
  ],
  [
    "that has come to its end meanwhile is told",
    ["UPDATE_COMPLETE"],
    {},
    "shop: the update had come to its end before it could be cancelled: UPDATE_COMPLETE",
    false,
  ],
  [
    "of whose resources there are more events than a page holds is cancelled like any other",
    ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"],
    {
      DescribeStackEvents: [
        { ...page(event("Topic", "UPDATE_COMPLETE", { ClientRequestToken: token })), NextToken: "2" },
      ],
    },
    "shop: the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE",
    true,
  ],
  [
    "that another's of as many resources has followed leaves that one alone",
    ["UPDATE_IN_PROGRESS"],
    {
      DescribeStackEvents: [
        page(...ours.StackEvents, event("Topic", "UPDATE_COMPLETE", { ClientRequestToken: "deploy-8" })),
      ],
    },
    "shop: another change of the stack goes on: UPDATE_IN_PROGRESS",
    false,
  ],
  [
    "that another run's has followed leaves that one alone",
    ["UPDATE_IN_PROGRESS"],
    { DescribeStackEvents: [page(ofStack("UPDATE_IN_PROGRESS", { ClientRequestToken: "deploy-8" }))] },
    "shop: another change of the stack goes on: UPDATE_IN_PROGRESS",
    false,
  ],
  [
    "that a person's in the console has followed leaves that one alone",
    ["UPDATE_IN_PROGRESS"],
    { DescribeStackEvents: [page(ofStack("UPDATE_IN_PROGRESS", { ClientRequestToken: "Console-UpdateStack-1" }))] },
    "shop: another change of the stack goes on: UPDATE_IN_PROGRESS",
    false,
  ],
  [
    "that one without any token has followed leaves that one alone",
    ["UPDATE_IN_PROGRESS"],
    { DescribeStackEvents: [page(...ours.StackEvents, ofStack("UPDATE_IN_PROGRESS"))] },
    "shop: another change of the stack goes on: UPDATE_IN_PROGRESS",
    false,
  ],
  [
    "whose events come after an empty page of them is cancelled",
    ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"],
    { DescribeStackEvents: [{ StackEvents: [], NextToken: "2" }, ours] },
    "shop: the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE",
    true,
  ],
  [
    "of which there is no event is left alone",
    ["UPDATE_IN_PROGRESS"],
    { DescribeStackEvents: [page()] },
    "shop: another change of the stack goes on: UPDATE_IN_PROGRESS",
    false,
  ],
])("an update %s", async (_title, statuses, more, sentence, isCancelled) => {
  expect(
    await finish(
      statuses.map((status) => stack(status)),
      more,
    ),
  ).toBe(sentence);
  expect(cancelled()).toBe(isCancelled);
});

test("an update that ends before the cancellation comes is told as it ended, with what CloudFormation said", async () => {
  const CancelUpdateStack = [fault("ValidationError", "CancelUpdateStack cannot be called")];
  expect(await finish([stack("UPDATE_IN_PROGRESS"), stack("UPDATE_COMPLETE")], { CancelUpdateStack })).toContain(
    "come to its end before it could be cancelled",
  );
  expect(warnings).toEqual([
    "shop: the update could not be cancelled: ValidationError: CancelUpdateStack cannot be called",
  ]);
});

test.each<[string, object[], string]>([
  [
    "whose rollback fails",
    [stack("UPDATE_IN_PROGRESS"), stack("UPDATE_ROLLBACK_FAILED")],
    "the update was cancelled; the stack is UPDATE_ROLLBACK_FAILED",
  ],
  [
    "whose stack is gone",
    [fault("ValidationError", `Stack with id ${id} does not exist`)],
    "the update was cancelled; the stack is DELETE_COMPLETE",
  ],
  [
    "whose rollback outlasts the post step",
    [stack("UPDATE_ROLLBACK_IN_PROGRESS")],
    "the update is cancelled, and its rollback was not done after 4 minutes",
  ],
])("an update %s is an error with the runbook", async (_title, statuses, sentence) => {
  await expect(finish(statuses)).rejects.toMatchObject({
    message: `shop: ${sentence}`,
    hint: expect.stringContaining("docs/runbooks/stack-failed.md#"),
  });
});
