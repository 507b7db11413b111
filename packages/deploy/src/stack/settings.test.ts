import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { changed, deployed, folder, missing, ofStack, page, run, stack, template, wire } from "./testing/shop-stack";

const policy = `{"Statement": [{"Effect": "Deny", "Action": "Update:Replace", "Principal": "*", "Resource": "*"}]}`;
const stackPolicy = () => {
  const file = join(folder, "policy.json");
  writeFileSync(file, policy);
  return file;
};
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
const update = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  GetTemplate: [{ TemplateBody: "" }],
  DescribeChangeSet: changed(topic),
  DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
  SetStackPolicy: [{}],
};
const order = () => wire.actions().filter((action) => /^(Execute|Set|UpdateT)/.test(action));

describe("a stack policy", () => {
  test("is there before an update, which it judges", async () => {
    await run(update, { stackPolicy: stackPolicy() });
    expect(order()).toEqual(["SetStackPolicy", "ExecuteChangeSet"]);
    expect(wire.inputs("SetStackPolicy")).toEqual([
      expect.objectContaining({ StackName: "shop", StackPolicyBody: policy }),
    ]);
  });

  test("is set once a new stack is there", async () => {
    await run({ ...update, DescribeStacks: [missing, stack("CREATE_COMPLETE")] }, { stackPolicy: stackPolicy() });
    expect(order()).toEqual(["ExecuteChangeSet", "SetStackPolicy"]);
  });

  test("is set where nothing else changes, and not by a plan", async () => {
    const script = {
      ...update,
      DescribeStacks: [stack("UPDATE_COMPLETE", deployed)],
      GetTemplate: [{ TemplateBody: template }],
    };
    await run(script, { stackPolicy: stackPolicy() });
    expect(order()).toEqual(["SetStackPolicy"]);
    await run(script, { stackPolicy: stackPolicy(), mode: "plan" });
    expect(order()).toEqual([]);
  });

  test.each([
    ["is not there", undefined, /stack-policy: there is no file .+policy\.json/],
    ["is no JSON", "Statement:", /stack-policy: .+policy\.json: Unexpected token/],
    ["is no policy", `{"Version": "1"}`, /stack-policy: .+policy\.json: want an object with a list of Statement/],
    [
      "is too long",
      `{"Statement": ["${"x".repeat(16_384)}"]}`,
      /stack-policy: .+policy\.json: is longer than 16384 bytes/,
    ],
  ])("that %s is told with all else that is wrong", async (_title, text, told) => {
    const file = join(folder, "policy.json");
    if (text !== undefined) writeFileSync(file, text);
    await expect(run(update, { stackPolicy: file })).rejects.toThrow(told);
    expect(wire.actions()).toEqual(["DescribeStacks", "GetParametersByPath"]);
  });
});

describe("termination protection", () => {
  const UpdateTerminationProtection = [{}];
  const script = { ...update, UpdateTerminationProtection };
  test.each([
    ["is switched on", true, false, true],
    ["is switched off", false, true, true],
    ["is left as it is where it is so already", true, true, false],
  ])("%s", async (_title, terminationProtection, present, switched) => {
    const DescribeStacks = [stack("UPDATE_COMPLETE", { EnableTerminationProtection: present })];
    const result = await run({ ...script, DescribeStacks }, { terminationProtection });
    expect(result.protectionChanged).toBe(switched);
    expect(order()).toEqual(["ExecuteChangeSet", ...(switched ? ["UpdateTerminationProtection"] : [])]);
  });

  test("that can't be set is red, and says that all else is done", async () => {
    const denied = { UpdateTerminationProtection: [fault("AccessDenied", "no", 403)] };
    await expect(run({ ...script, ...denied }, { terminationProtection: true })).rejects.toMatchObject({
      code: "settings",
      message: "shop: its termination protection could not be set: AccessDenied: no",
      hint: expect.stringContaining("The stack itself is there."),
    });
  });
});
