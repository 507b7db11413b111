import { fault } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  abort,
  changed,
  changeSetId,
  deployed,
  folder,
  id,
  missing,
  ofStack,
  page,
  run,
  stack,
  wire,
} from "./testing/shop-stack";

/** What the README says that a role needs: each permission of the first policy in its section, with the comment's mark of those without a call. */
function listed() {
  const readme = readFileSync(join(__dirname, "../../../../actions/deploy-stack/README.md"), "utf8");
  const section = readme.slice(readme.indexOf("## Permissions"));
  const policy = JSON.parse(/```json\n([\s\S]+?)```/.exec(section)?.[1] ?? "{}") as {
    Statement: { Action: string[] | string }[];
  };
  const withoutCall = [...section.matchAll(/^- `([a-z0-9]+:[A-Za-z]+)`.+https:\/\/docs\.aws\.amazon\.com/gm)];
  return {
    policy: policy.Statement.flatMap(({ Action }) => Action).sort(),
    withoutCall: withoutCall.map(([, action]) => action),
  };
}

/** A call's permission, where its name is not the call's. */
const named: Record<string, string> = {
  HeadObject: "s3:GetObject",
  PutObject: "s3:PutObject",
  GetParametersByPath: "ssm:GetParametersByPath",
};

test("what every way through asks AWS for is what the README says that a role needs, no more and no less", async () => {
  const called = new Set<string>();
  const go = async (...[script, request, more]: Parameters<typeof run>) => {
    await run(script, request, more).catch(() => undefined);
    for (const action of wire.actions()) called.add(named[action] ?? `cloudformation:${action}`);
    abort.controller = new AbortController();
  };
  const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
  const update = {
    DescribeStacks: [stack("UPDATE_COMPLETE", { ...deployed, Outputs: [{ OutputKey: "Vpc", ExportName: "vpc" }] })],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed(topic),
    DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
    ListImports: [fault("ValidationError", "is not imported by any stack")],
    ...{
      SetStackPolicy: [{}],
      UpdateTerminationProtection: [{}],
      CancelUpdateStack: [{}],
      ContinueUpdateRollback: [{}],
    },
    ListStackResources: [{ StackResourceSummaries: [{ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic" }] }],
    DetectStackDrift: [{ StackDriftDetectionId: "d" }],
    DescribeStackDriftDetectionStatus: [{ DetectionStatus: "DETECTION_COMPLETE" }],
    DescribeStackResourceDrifts: [{ StackResourceDrifts: [] }],
  };
  writeFileSync(join(folder, "policy.json"), `{"Statement": []}`);
  const settings = { stackPolicy: join(folder, "policy.json"), terminationProtection: true };
  await go(update, { ...settings, allowRemoval: ["Outputs.Vpc"] });
  await go(update, { mode: "plan", review: true });
  await go({ ...update, DescribeStacks: [missing, stack("REVIEW_IN_PROGRESS"), missing] }, { mode: "plan" });
  await go({ ...update, DescribeStacks: [stack("ROLLBACK_COMPLETE"), missing] }, { replaceFailed: true });
  await go({ ...update, DescribeStacks: [stack("UPDATE_ROLLBACK_FAILED")] }, { continueRollback: [] });
  await go({ ...update, DescribeStacks: [stack("DELETE_FAILED")] });
  const StatusReason = "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]";
  await go({ ...update, DescribeChangeSet: [{ Status: "FAILED", StatusReason }], DescribeEvents: [{}] });
  const reviewed = { StackId: id, ExecutionStatus: "AVAILABLE", CreationTime: new Date() };
  const execute = { mode: "execute", changeSet: changeSetId, allowRemoval: ["Outputs.Vpc"] } as const;
  const DescribeStackEvents = [page(), page(), page(ofStack("UPDATE_COMPLETE"))];
  await go({ ...update, DescribeStackEvents, DescribeChangeSet: [{ ...changed(topic)[0], ...reviewed }] }, execute);
  const cancelled = { ExecuteChangeSet: () => (abort.controller.abort(), {}), DescribeStackEvents: [page()] };
  await go({ ...update, ...cancelled }, { allowRemoval: ["Outputs.Vpc"] });

  const { policy, withoutCall } = listed();
  expect(withoutCall.length).toBeGreaterThan(0);
  // Those without a call each have their line, which cites AWS.
  expect(policy).toEqual([...called, ...withoutCall].sort());
});
