import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog, systemClock } from "@cashsouk/deploy";
import { deployStack, type StackRequest } from "@cashsouk/deploy/stack";
import { freePort } from "@cashsouk/testing/ports";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { emulator } from "../instance/emulator";
import { account, type Instance, newSecrets, region } from "../instance/instance";
import { startServer, stopServer } from "../instance/server";
import { setUpMachine } from "../machine/setup";
import { progress } from "../progress";
import { rootClients } from "./clients";

/** The emulated CloudFormation alone: no containers, no database. */
const cloudFormationOnly = {
  ...emulator,
  configuration: ({ folder, id, ports }: Instance) => ({
    ...{ instance: id, account, region, hosts: {} },
    bind: [`127.0.0.1:${ports.gateway}`],
    loadBalancer: [`127.0.0.1:${ports.loadBalancer}`],
    stateDir: join(folder, "ministack"),
    requestLog: join(folder, "requests.jsonl"),
  }),
};

let instance: Instance;
let folder: string;
let clients: ReturnType<typeof rootClients>;

beforeAll(async () => {
  await setUpMachine(progress(() => undefined));
  folder = mkdtempSync(join(tmpdir(), "stack-plans-"));
  for (const name of ["logs", "processes"]) mkdirSync(join(folder, name));
  const ports = { gateway: await freePort(), loadBalancer: await freePort(), proxy: 0, slack: 0, postgres: 0 };
  const id = `0a1b2c-plans-${ports.gateway}`;
  const bridge = { address: "127.0.0.1" } as Instance["bridge"];
  instance = { name: "unit", id, folder, ports, bridge, hosts: [], secrets: newSecrets() };
  await startServer(cloudFormationOnly, instance);
  clients = rootClients(instance);
  await clients.s3.createBucket({ Bucket: "artifacts" });
}, 600_000);

afterAll(async () => {
  await stopServer(cloudFormationOnly, instance);
  rmSync(folder, { recursive: true });
});

/** A parent with one nested template. The emulator has no change sets of nested stacks: what is judged is in the parent. */
const parent = (output: string) => `Parameters:
  Name: { Type: String }
  Password: { Type: String, NoEcho: true, Default: none }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name } }
  Bucket: { Type: AWS::S3::Bucket, DeletionPolicy: Delete }
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data.yaml
      Parameters: { Name: !Ref Name }
Outputs:
  ${output}: { Value: !GetAtt Data.Outputs.Topic }
`;
const nested = `Parameters:
  Name: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
Outputs:
  Topic: { Value: !Ref Topic }
`;
let name = "";
let serial = 0;
beforeEach(() => {
  name = `plans-${(serial += 1)}`;
  writeFileSync(join(folder, "root.yaml"), parent("Topic"));
  writeFileSync(join(folder, "data.yaml"), nested);
});

function deploy(more: Partial<StackRequest>) {
  const { cloudFormation, s3, ssm } = clients;
  const cancelled = new AbortController().signal;
  const ports = { cloudFormation, artifacts: s3, ledger: ssm, clock: systemClock, log: silentLog, cancelled };
  return deployStack(ports, {
    ...{ name, region, template: join(folder, "root.yaml"), parameters: undefined, mode: "apply" },
    overrides: { Name: `first-${name}` },
    artifacts: { bucket: "artifacts", endpoint: `http://127.0.0.1:${instance.ports.gateway}` },
    ...{ capabilities: [], roleArn: undefined, tags: {}, allowReplacement: [], allowRemoval: [], replaceFailed: false },
    ...{ terminationProtection: undefined, waitMs: 60_000, images: new Map(), ledger: undefined },
    imageParameters: "{Service}Image",
    ...more,
  });
}
const plan = (more: Partial<StackRequest> = {}) => deploy({ mode: "plan", review: true, ...more });
const execute = (changeSet: string | undefined, more: Partial<StackRequest> = {}) =>
  deploy({ mode: "execute", changeSet, template: "", ...more });

test("a plan of a new stack is executed as it was reviewed, and then there is nothing to do", async () => {
  const planned = await plan();
  expect(planned).toMatchObject({ outcome: { kind: "planned" }, refused: [] });
  expect(planned.changes.map(({ path }) => path).sort()).toEqual(expect.arrayContaining(["Data"]));
  expect(await execute(planned.changeSet)).toMatchObject({ outcome: { kind: "created" }, status: "CREATE_COMPLETE" });
  expect(await deploy({})).toMatchObject({ outcome: { kind: "unchanged" } });
  const { outputs } = await deploy({});
  expect(outputs["Topic"]).toMatch(/^arn:aws:sns:/);
}, 120_000);

test("a plan is not executed once the stack was changed", async () => {
  await deploy({});
  const wanted = { overrides: { Name: `second-${name}` }, allowReplacement: ["Queue"] };
  const planned = await plan(wanted);
  await deploy({ overrides: { Name: `third-${name}` }, allowReplacement: ["Queue"] });
  await expect(execute(planned.changeSet, wanted)).rejects.toMatchObject({
    code: expect.stringMatching(/^plan-(gone|outdated)$/),
  });
}, 120_000);

test("a plan tells what would be lost, and to execute it is refused", async () => {
  await deploy({});
  writeFileSync(join(folder, "root.yaml"), parent("Renamed"));
  const overrides = { Name: `second-${name}` };
  const planned = await plan({ overrides });
  const told = ["Queue (AWS::SQS::Queue) would be replaced", "Outputs.Topic would disappear, whoever reads it"];
  expect(planned.refused).toEqual(told);
  await expect(execute(planned.changeSet, { overrides })).rejects.toThrow(told.join("; "));
  const named = { overrides, allowReplacement: ["Queue"], allowRemoval: ["Outputs.Topic"] };
  expect(await execute(planned.changeSet, named)).toMatchObject({ outcome: { kind: "updated" } });
}, 120_000);

test("a plan tells of a bucket that somebody has deleted", async () => {
  await deploy({});
  const found = await clients.cloudFormation.describeStackResource({ StackName: name, LogicalResourceId: "Bucket" });
  await clients.s3.deleteBucket({ Bucket: found.StackResourceDetail?.PhysicalResourceId });
  const { drift } = await plan();
  expect(drift?.differences).toEqual([{ path: "Bucket", type: "AWS::S3::Bucket", how: "DELETED", properties: [] }]);
  expect(drift?.unknown).toEqual([]);
}, 120_000);

test("a stack policy and termination protection are there after a creation", async () => {
  writeFileSync(
    join(folder, "policy.json"),
    `{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}`,
  );
  const result = await deploy({ stackPolicy: join(folder, "policy.json"), terminationProtection: true });
  expect(result.protectionChanged).toBe(true);
  const { StackPolicyBody = "" } = await clients.cloudFormation.getStackPolicy({ StackName: name });
  expect(JSON.parse(StackPolicyBody)).toMatchObject({ Statement: [{ Effect: "Allow" }] });
}, 120_000);
