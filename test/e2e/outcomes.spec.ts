import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { ECS } from "@aws-sdk/client-ecs";
import { IAM } from "@aws-sdk/client-iam";
import { expect, test } from "@playwright/test";
import { ask, exampleSettings, service } from "./example";
import { startRollout } from "./rollout-step";
import { root } from "./world";

/** Every way in which a rollout ends otherwise than deployed, on real containers: what it ends with is read by a person at night. */
test.describe.configure({ mode: "serial" });

/** The client that fits the engine. */
const docker = join(root, ".local", "bin", "docker");
const sentences: { case: string; outcome: string; sentence: string }[] = [];
let ecs: ECS;
let runs: { image: string; revision: string; version: Record<string, unknown> };

test.beforeAll(async () => {
  ecs = new ECS(exampleSettings());
  runs = await whatRuns();
});
test.afterEach(async () => {
  // Whatever became of the rollout, who was served before is served as before.
  expect(await whatRuns()).toEqual(runs);
});
test.afterAll(() => {
  const width = Math.max(...sentences.map((one) => one.case.length));
  for (const { case: title, outcome, sentence } of sentences)
    process.stdout.write(`${title.padEnd(width)}  ${outcome.padEnd(11)}  ${sentence}\n`);
});

function ends(title: string, ended: { green: boolean; outcome: string; reason: string }, outcome: string) {
  sentences.push({ case: title, outcome: ended.outcome, sentence: ended.reason });
  expect(ended.green).toBe(false);
  expect(ended.outcome).toBe(outcome);
  return expect(ended.reason);
}

test("a crash-looping image", async () => {
  const image = buildImage(`CMD ["node", "-e", "console.error('crash on purpose'); process.exit(7)"]`);
  const ended = await startRollout({ image }).ended;
  ends("a crash-looping image", ended, "rolled-back").toMatch(
    /rolled-back: .*the container hello exited with 7: "crash on purpose"; hello:\d+ runs again \(1 of 1\)$/,
  );
  expect(ended.log).toContain("crash on purpose");
});

test("a failing health check", async () => {
  const image = buildImage(
    `CMD ["node", "-e", "require('http').createServer((q, s) => s.writeHead(500).end()).listen(3000)"]`,
  );
  const ended = await startRollout({ image }).ended;
  ends("a failing health check", ended, "rolled-back").toMatch(
    /rolled-back: .*Task failed container health checks; hello:\d+ runs again \(1 of 1\)$/,
  );
});

test("a missing secret", async () => {
  const gone = "arn:aws:secretsmanager:ap-southeast-5:123456789012:secret:/hello/gone-AbCdEf";
  await new IAM(exampleSettings()).putRolePolicy({
    RoleName: "hello-execution",
    PolicyName: "read-the-secret",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: gone }],
    }),
  });
  const revision = await reshape({ secrets: [{ name: "TOKEN", valueFrom: gone }] });
  const ended = await startRollout({ image: runs.image }).ended;
  await ecs.deregisterTaskDefinition({ taskDefinition: revision });
  ends("a missing secret", ended, "rolled-back").toMatch(
    /rolled-back: .*ResourceInitializationError: .*hello\/gone-AbCdEf.* can't find the specified secret; hello:\d+ runs again \(1 of 1\)$/,
  );
});

test("a wrong image digest", async () => {
  const image = `${runs.image.split("@")[0]}@sha256:${"0".repeat(64)}`;
  const ended = await startRollout({ image }).ended;
  ends("a wrong image digest", ended, "rolled-back").toMatch(
    /rolled-back: .*CannotPullContainerError: .*@sha256:0{64}: not found; hello:\d+ runs again \(1 of 1\)$/,
  );
});

test("a cancelled rollout", async () => {
  const step = startRollout({ image: buildImage("LABEL rollout=cancelled") });
  await step.logged(/running/);
  await step.cancel();
  ends("a cancelled rollout", await step.ended, "stopped").toMatch(
    /stopped: the run was cancelled; hello:\d+ runs again \(1 of 1\)$/,
  );
});

test("a superseded rollout", async () => {
  const step = startRollout({ image: buildImage("LABEL rollout=older") });
  await step.logged(/running/);
  const newer = buildImage("LABEL rollout=newer");
  const { green } = await startRollout({ image: newer }).ended;
  ends("a superseded rollout", await step.ended, "superseded").toMatch(
    /superseded: another deployment, of hello:\d+, took its place$/,
  );
  // Whoever was superseded leaves the newer one alone.
  expect(green).toBe(true);
  const { revision, image } = await whatRuns();
  expect(image).toBe(newer);
  runs = { ...runs, revision, image };
});

/** What the last release's image becomes with this in its Dockerfile, pushed; by its digest. Never an image that was built before. */
function buildImage(line: string): string {
  const repository = runs.image.split("@")[0]!;
  const built = randomUUID();
  const tag = `${repository}:${built}`;
  const input = `FROM ${runs.image}\n${line}\nLABEL built=${built}\n`;
  const env = { ...process.env, DOCKER_BUILDKIT: "1" };
  execFileSync(docker, ["build", "--quiet", "--tag", tag, "-"], { input, env, stdio: ["pipe", "pipe", "inherit"] });
  const pushed = execFileSync(docker, ["push", tag], { encoding: "utf8" });
  execFileSync(docker, ["rmi", tag]);
  return `${repository}@${/digest: (sha256:[0-9a-f]{64})/.exec(pushed)![1]}`;
}

/** A revision that somebody's template made: the running one with another container. */
async function reshape(change: object): Promise<string> {
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: runs.revision });
  const { family, executionRoleArn, networkMode, requiresCompatibilities, cpu, memory, containerDefinitions } =
    taskDefinition!;
  const [container] = containerDefinitions!;
  const shape = { family, executionRoleArn, networkMode, requiresCompatibilities, cpu, memory };
  const made = await ecs.registerTaskDefinition({ ...shape, containerDefinitions: [{ ...container, ...change }] });
  return made.taskDefinition!.taskDefinitionArn!;
}

async function describe() {
  const { services = [] } = await ecs.describeServices({ cluster: service.cluster, services: [service.service] });
  return services[0]!;
}

async function whatRuns() {
  const revision = (await describe()).taskDefinition!;
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: revision });
  return { revision, image: taskDefinition!.containerDefinitions![0]!.image!, version: await ask("/version") };
}
