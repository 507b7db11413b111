import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECR } from "@aws-sdk/client-ecr";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, fault, reset, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { golden } from "@cashsouk/testing/golden";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { BuiltImage } from "../image";
import type { Service } from "../manifest";
import { outcomeOf, reasonOf, requireDeployed, rolloutSummary } from "./report";
import { finishPending, rollOut } from "./roll-out";
import { type ClusterOptions, crash, definitionArn, good, imageOf, scriptedCluster } from "./testing/scripted-cluster";
import type { Pending, RolloutRequest } from "./types";

const key = "ab".repeat(32);
const oldCommit = "0".repeat(40);
const commit = "1".repeat(40);
const service = (name: string, order = 1): Service => ({
  name,
  package: `@x/${name}`,
  dockerfile: "Dockerfile",
  paths: [],
  subdomain: name,
  port: 3000,
  health: "/healthz",
  order,
  migrates: false,
  buildArgs: {},
});
const built = (name: string, digest = "new"): [string, BuiltImage] => [
  name,
  {
    image: imageOf(name, digest),
    digest: `sha256:${digest}`,
    key,
    dirty: false,
    tags: [],
    reused: false,
    bytes: 1,
    seconds: 1,
  },
];
const released = (name: string) => ({
  service: name,
  commit: oldCommit,
  dirty: false,
  key: "cd".repeat(32),
  image: imageOf(name, "old"),
  digest: "sha256:old",
  revision: definitionArn(`cashsouk-${name}`, 1),
  releasedAt: "2026-11-01T00:00:00.000Z",
  run: "1",
  seconds: 9,
});
const crashed = (more: object = {}) => ({
  taskDefinitionArn: definitionArn("cashsouk-api", 2),
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "api", exitCode: 1 }],
  ...more,
});

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

interface Scenario extends ClusterOptions {
  readonly services?: readonly Service[];
  readonly request?: Partial<RolloutRequest>;
  readonly script?: Script;
  readonly cancelAfterMs?: number;
  readonly get?: (url: string) => { status: number; body: string };
  readonly isAncestor?: boolean | undefined;
}

async function run(scenario: Scenario = {}) {
  const services = scenario.services ?? [service("api")];
  const cluster = scriptedCluster(
    services.map(({ name }) => name),
    scenario,
  );
  wire = await startAwsWire({ ...cluster.script, ...scenario.script });
  const clock = makeTestClock();
  const abort = new AbortController();
  if (scenario.cancelAfterMs !== undefined) clock.at(scenario.cancelAfterMs, () => abort.abort());
  const lines: string[] = [];
  const pending: (readonly Pending[])[] = [];
  const tools = {
    ecs: new ECS(wire.config),
    logs: new CloudWatchLogs(wire.config),
    targets: new ElasticLoadBalancingV2(wire.config),
    ecr: new ECR(wire.config),
    ledger: new SSM(wire.config),
    get: (url: string) =>
      Promise.resolve((scenario.get ?? (() => ({ status: 200, body: JSON.stringify({ key }) })))(url)),
    isAncestor: () => Promise.resolve(scenario.isAncestor),
    clock,
    log: { info: (text: string) => void lines.push(text), warning: (text: string) => void lines.push(`! ${text}`) },
    cancelled: abort.signal,
    onPending: (now: readonly Pending[]) => void pending.push(now),
  };
  const result = await rollOut(tools, {
    cluster: "cashsouk-local",
    services,
    images: new Map([built("api")]),
    commit,
    allowOlder: false,
    allowZero: false,
    forceNewDeployment: false,
    environment: "production",
    ledger: "/released",
    run: "77",
    waitForMs: 15 * 60_000,
    onFailure: "rollback",
    onCancel: "rollback",
    healthUrl: "https://{subdomain}.example.test{health}",
    versionUrl: "https://{subdomain}.example.test/version",
    serviceName: "cashsouk-{service}",
    container: "{service}",
    ...scenario.request,
  });
  return {
    result,
    api: result.deployments.get("api"),
    lines,
    pending,
    tools,
    recorded: cluster.recorded,
    ms: clock.elapsed(),
  };
}

describe("a rollout that goes well", () => {
  test("registers a revision that differs in the image only, moves the service to it and records the release", async () => {
    const { result, recorded } = await run();
    const revision = definitionArn("cashsouk-api", 2);
    expect(result.deployments.get("api")).toEqual({
      outcome: "deployed",
      reason: "new image",
      revision,
      previous: definitionArn("cashsouk-api", 1),
      image: imageOf("api", "new"),
      seconds: 6,
      moved: true,
    });
    expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([
      { family: "cashsouk-api", cpu: "256", containerDefinitions: [{ name: "api", image: imageOf("api", "new") }] },
    ]);
    expect(wire?.inputs("UpdateService")).toEqual([
      { cluster: "cashsouk-local", service: "cashsouk-api", taskDefinition: revision },
    ]);
    expect(recorded).toMatchObject([
      {
        service: "api",
        commit,
        key,
        image: imageOf("api", "new"),
        digest: "sha256:new",
        revision,
        run: "77",
        seconds: 6,
      },
    ]);
  });

  test("is noticed within 6 s of being steady", async () => {
    const { ms } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "steady" }]] } });
    expect(ms).toBeLessThanOrEqual(6000);
  });

  test("with the image and shape that run already moves and registers nothing, and is judged all the same", async () => {
    const { api, recorded } = await run({
      request: { images: new Map([built("api", "old")]) },
      releases: [released("api")],
    });
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: false,
      reason: "unchanged: it runs this image in this shape",
    });
    expect(wire?.actions()).not.toContain("UpdateService");
    expect(wire?.actions()).not.toContain("RegisterTaskDefinition");
    expect(recorded).toEqual([]);
  });

  test("of a service that CloudFormation has just created judges that first deployment as ours", async () => {
    const { api, recorded } = await run({
      request: { images: new Map([built("api", "old")]) },
      initially: { api: good },
    });
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: true,
      reason: expect.stringContaining("its stack deployed it"),
    });
    expect(recorded).toMatchObject([{ service: "api", commit, key, image: imageOf("api", "old") }]);
  });

  test("of a service without a new image moves it when its shape changed, and keeps what was released", async () => {
    const { api, recorded } = await run({
      request: { images: new Map() },
      reshaped: { api: { cpu: "512" } },
      releases: [released("api")],
      get: () => ({ status: 200, body: JSON.stringify({ key: released("api").key }) }),
    });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "new shape (cpu)" });
    expect(wire?.actions()).not.toContain("RegisterTaskDefinition");
    expect(recorded).toMatchObject([
      { commit: oldCommit, image: imageOf("api", "old"), revision: definitionArn("cashsouk-api", 2) },
    ]);
  });

  test("of a service that runs another image than the released one moves it back, and holds /version against the ledger's key", async () => {
    const drifted = { request: { images: new Map() }, running: { api: "by-hand" }, releases: [released("api")] };
    const { api, result, recorded } = await run({
      ...drifted,
      get: () => ({ status: 200, body: JSON.stringify({ key: released("api").key }) }),
    });
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: true,
      reason: "back to the released image (it ran repo/api@sha256:by-hand)",
      image: imageOf("api", "old"),
    });
    expect(reasonOf(result, false)).toBe("1 of 1 services moved");
    expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([
      { containerDefinitions: [{ name: "api", image: imageOf("api", "old") }] },
    ]);
    expect(recorded).toMatchObject([
      { commit: oldCommit, image: imageOf("api", "old"), revision: definitionArn("cashsouk-api", 2) },
    ]);
    await wire?.close();
    const other = await run({ ...drifted, get: () => ({ status: 200, body: JSON.stringify({ key }) }) });
    expect(other.api).toMatchObject({ outcome: "failed", reason: expect.stringContaining("wanted cdcdcdcdcdcd") });
  });

  test("of a service without a new image or a release leaves the image that runs", async () => {
    const { api, recorded } = await run({ request: { images: new Map() }, running: { api: "first" } });
    expect(api).toMatchObject({ outcome: "deployed", moved: false, image: imageOf("api", "first") });
    expect(recorded).toEqual([]);
  });

  test("of a service whose last deployment was given up starts another one", async () => {
    const { api } = await run({
      request: { images: new Map([built("api", "old")]) },
      initially: { api: [{ is: "gave-up" }] },
    });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "its last deployment failed" });
    expect(wire?.inputs("UpdateService")).toMatchObject([{ forceNewDeployment: true }]);
  });

  test("of a service that runs what it should starts new tasks when that is asked for, and records nothing new", async () => {
    const { api, recorded } = await run({
      request: { images: new Map(), forceNewDeployment: true },
      releases: [released("api")],
      get: () => ({ status: 200, body: JSON.stringify({ key: released("api").key }) }),
    });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "new tasks were asked for" });
    expect(wire?.inputs("UpdateService")).toEqual([
      {
        cluster: "cashsouk-local",
        service: "cashsouk-api",
        taskDefinition: definitionArn("cashsouk-api", 1),
        forceNewDeployment: true,
      },
    ]);
    expect(recorded).toEqual([]);
  });

  test("survives read-after-write lag, throttling and broken connections", async () => {
    const lag = [{ is: "lag" }, { is: "lag" }, ...good] as const;
    const cluster = scriptedCluster(["api"], { updates: { api: [lag] } });
    let turn = 0;
    const { api } = await run({
      script: {
        ...cluster.script,
        DescribeServiceDeployments: (call) => {
          turn++;
          if (turn === 2) return fault("ThrottlingException", "Rate exceeded");
          if (turn === 3 || turn === 4) return reset();
          const answer = cluster.script["DescribeServiceDeployments"];
          return typeof answer === "function" ? answer(call) : {};
        },
      },
    });
    expect(api?.outcome).toBe("deployed");
  });

  test("is not believed from the list of deployments alone", async () => {
    const { api } = await run({
      updates: { api: [[{ is: "complete-in-list-only" }, { is: "complete-in-list-only" }, { is: "steady" }]] },
    });
    expect(api).toMatchObject({ outcome: "deployed", seconds: 6 });
  });
});

describe("the image that runs", () => {
  const manifest = JSON.stringify({ layers: [] });
  const login = {
    authorizationToken: Buffer.from("AWS:secret").toString("base64"),
    proxyEndpoint: "https://repo",
  };
  /** ECR under the name that the test's images have; it holds them, and these tags. */
  const registry = (tags: Record<string, string> = {}): Script => ({
    GetAuthorizationToken: () => ({ authorizationData: [login] }),
    BatchGetImage: ({ input }) => {
      const { imageIds } = input as { imageIds: [{ imageTag?: string; imageDigest?: string }] };
      const [{ imageTag = "", imageDigest = tags[imageTag] }] = imageIds;
      return imageDigest
        ? { images: [{ imageId: { imageDigest }, imageManifest: manifest }] }
        : { images: [], failures: [{ failureCode: "ImageNotFound" }] };
    },
    PutImage: [{}],
  });

  test("is tagged as released before the ledger says so", async () => {
    const { lines } = await run({ script: registry() });
    expect(wire?.inputs("PutImage")).toEqual([
      { repositoryName: "api", imageManifest: manifest, imageDigest: "sha256:new", imageTag: "released-prod-2" },
    ]);
    const order = (wire?.actions() ?? []).filter((action) => action.startsWith("Put"));
    expect(order).toEqual(["PutImage", "PutParameter"]);
    expect(lines).toContain("api: its image is tagged released-prod-2");
  });

  test.each([
    ["keeps the tag that it has", { "released-prod-1": "sha256:old" }, 0],
    ["gets the tag that an earlier rollout could not set", {}, 1],
  ])("%s, though nothing moves", async (_title, tags, put) => {
    const request = { images: new Map([built("api", "old")]) };
    const { api, recorded } = await run({ script: registry(tags), request, releases: [released("api")] });
    expect(api).toMatchObject({ outcome: "deployed", moved: false });
    expect(recorded).toEqual([]);
    expect(wire?.inputs("PutImage")).toHaveLength(put);
  });

  test("that can't be tagged is released all the same, with a warning that says what follows", async () => {
    const PutImage = () => fault("AccessDeniedException", "not allowed");
    const { api, lines, recorded } = await run({ script: { ...registry(), PutImage } });
    expect(api?.outcome).toBe("deployed");
    expect(recorded).toHaveLength(1);
    expect(lines).toContain(
      "! api: it runs, but its image could not be tagged released-prod-2: AccessDeniedException: not allowed. " +
        "Without the tag the registry may drop the image after ten newer builds, and then no task of it starts any more. " +
        "The next rollout tries again.",
    );
  });

  test("is not tagged when its rollout failed", async () => {
    await run({ script: registry(), updates: { api: [crash] } });
    expect(wire?.actions()).not.toContain("PutImage");
  });

  test("that lies in another kind of registry is left alone, and that is said", async () => {
    const { lines } = await run();
    expect(lines).toContain("api: not tagged released-prod-2: repo is not ECR");
  });

  test("of no environment gets no tag", async () => {
    const { recorded } = await run({ script: registry(), request: { environment: undefined } });
    expect(recorded).toHaveLength(1);
    expect(wire?.actions()).not.toContain("BatchGetImage");
  });
});

describe("a rollout that fails", () => {
  test("a crashing image is red with its reason", async () => {
    const { result, api, lines, recorded } = await run({
      updates: { api: [crash] },
      stoppedTasks: [crashed()],
      logLines: ["starting", "Error: DATABASE_URL is missing", "    at main.js:3", "Node.js v24"],
    });
    expect(api).toMatchObject({
      outcome: "rolled-back",
      reason:
        "ECS deployment circuit breaker: tasks failed to start; " +
        'the container api exited with 1: "Error: DATABASE_URL is missing"; cashsouk-api:1 runs again (1 of 1)',
    });
    expect(() => requireDeployed(result, false)).toThrow("api: rolled-back: ECS deployment circuit breaker");
    expect(lines).toEqual(expect.arrayContaining(["! cashsouk-api: task 0 stopped: the container api exited with 1"]));
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: definitionArn("cashsouk-api", 2) }]);
    expect(recorded).toEqual([]);
    const summary = rolloutSummary("cashsouk-local", result, false);
    expect(summary).toBe(golden(__dirname, "crashed.md", summary));
  });

  test.each([
    [
      "out of memory",
      crashed({
        containers: [{ name: "api", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      "the container api exited with 137 (OutOfMemoryError: Container killed due to memory usage)",
    ],
    [
      "an image that can't be pulled",
      crashed({
        stopCode: "TaskFailedToStart",
        stoppedReason: "CannotPullContainerError: not found",
        containers: [{ name: "api" }],
      }),
      "CannotPullContainerError: not found",
    ],
    [
      "a missing secret",
      crashed({
        stopCode: "TaskFailedToStart",
        stoppedReason: "ResourceInitializationError: unable to pull secrets",
        containers: [],
      }),
      "ResourceInitializationError: unable to pull secrets",
    ],
    [
      "a failing health check",
      crashed({
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Task failed ELB health checks in (target-group api)",
        containers: [{ name: "api", exitCode: 137 }],
      }),
      "Task failed ELB health checks in (target-group api)",
    ],
    [
      "a process that ends by itself",
      crashed({ containers: [{ name: "api", exitCode: 0 }] }),
      "the container api exited with 0, though it should run",
    ],
  ])("%s is told as the reason", async (_title, task, sentence) => {
    const { api } = await run({ updates: { api: [crash] }, stoppedTasks: [task] });
    expect(api?.reason).toContain(`; ${sentence}; cashsouk-api:1 runs again`);
  });

  test("without a circuit breaker's rollback is rolled back by us, and the old revision proved healthy", async () => {
    const { api } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "gave-up" }]] } });
    expect(api).toMatchObject({ outcome: "failed", reason: expect.stringContaining("cashsouk-api:1 runs again") });
    expect(wire?.inputs("UpdateService")).toMatchObject([{}, { taskDefinition: definitionArn("cashsouk-api", 1) }]);
  });

  test("with on-failure: none leaves it as it is", async () => {
    const { api } = await run({ updates: { api: [[{ is: "gave-up" }]] }, request: { onFailure: "none" } });
    expect(api?.outcome).toBe("failed");
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
    expect(wire?.actions()).not.toContain("DeregisterTaskDefinition");
  });

  test("IN_PROGRESS until the limit is timed out and rolled back by ECS at our word", async () => {
    const { api, ms } = await run({
      updates: { api: [[{ is: "in-progress", running: 0 }]] },
      request: { waitForMs: 60_000 },
    });
    expect(api).toMatchObject({
      outcome: "timed-out",
      reason: "not steady after 1 min: 0 of 1 running, 1 pending; cashsouk-api:1 runs again (1 of 1)",
    });
    expect(wire?.inputs("StopServiceDeployment")).toMatchObject([{ stopType: "ROLLBACK" }]);
    expect(ms).toBeLessThan(90_000);
  });

  test("a deployment that never appears is timed out and rolled back", async () => {
    const { api } = await run({ updates: { api: [[{ is: "lag" }], good] }, request: { waitForMs: 60_000 } });
    expect(api).toMatchObject({ outcome: "timed-out", reason: expect.stringContaining("ECS does not list it yet") });
  });

  test("superseded by another's deployment leaves that one alone", async () => {
    const { api } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "superseded" }]] } });
    expect(api).toMatchObject({
      outcome: "superseded",
      reason: "another deployment, of cashsouk-api:99, took its place",
    });
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
    expect(wire?.actions()).not.toContain("StopServiceDeployment");
  });

  test("stopped by a person is stopped, not deployed", async () => {
    const { api } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "stopped" }], good] } });
    expect(api).toMatchObject({ outcome: "stopped", reason: expect.stringContaining("was stopped by a user") });
  });

  test("a rollback that fails says so", async () => {
    const { api } = await run({
      updates: { api: [[{ is: "in-progress" }, { is: "rollback-failed" }], [{ is: "gave-up" }]] },
    });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(
        /its rollback failed: .*the way back is not confirmed: cashsouk-api:1 fails as well/,
      ),
    });
  });

  test("/version that answers another key is rolled back after its limit", async () => {
    const { api } = await run({ get: () => ({ status: 200, body: '{"key":"cdcdcdcdcdcdcdcd"}' }) });
    expect(api).toMatchObject({
      outcome: "failed",
      reason:
        "the tasks are steady, but https://api.example.test/version answers key cdcdcdcdcdcd, wanted abababababab (asked for 90 s); " +
        "cashsouk-api:1 runs again (1 of 1)",
    });
  });

  test("a health address that answers 503 is red", async () => {
    const { api } = await run({ get: () => ({ status: 503, body: "" }) });
    expect(api?.reason).toContain("https://api.example.test/healthz answers 503, wanted 200");
  });

  test("a release that can't be recorded is red, though it runs", async () => {
    const { api } = await run({ script: { PutParameter: () => fault("AccessDeniedException", "not allowed") } });
    expect(api).toMatchObject({
      outcome: "failed",
      moved: true,
      reason: expect.stringContaining("could not be recorded in /released"),
    });
  });

  test("expired credentials make the outcome unknown, never green", async () => {
    const { api } = await run({
      script: { DescribeServiceDeployments: () => fault("ExpiredTokenException", "The security token is expired") },
    });
    expect(api).toMatchObject({
      outcome: "failed",
      moved: true,
      reason: expect.stringContaining("is unknown (ExpiredTokenException)"),
    });
  });
});

describe("what is refused before anything is moved", () => {
  test("a service that is not there", async () => {
    const script = { DescribeServices: () => ({ services: [], failures: [{ reason: "MISSING" }] }) };
    await expect(run({ script })).rejects.toThrow("cashsouk-local/cashsouk-api: MISSING");
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("a commit older than the released one", async () => {
    await expect(run({ isAncestor: true, releases: [released("api")] })).rejects.toThrow(
      "commit: 111111111111 is older than what is released: api has 000000000000",
    );
  });

  test("a commit older than the released one, also where only the shape would move", async () => {
    const reshaped = { request: { images: new Map() }, reshaped: { api: { cpu: "512" } } };
    await expect(run({ ...reshaped, isAncestor: true, releases: [released("api")] })).rejects.toThrow(
      "commit: 111111111111 is older than what is released: api has 000000000000",
    );
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("a service whose latest revision has no container of that name", async () => {
    const reshaped = { api: { containerDefinitions: [{ name: "web", image: "repo/web@sha256:old" }] } };
    await expect(run({ reshaped })).rejects.toThrow(
      "cashsouk-local/cashsouk-api: container in the latest revision, cashsouk-api:2: " +
        'cashsouk-api has the containers web, got "api"',
    );
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("not an older commit that is allowed, nor one that can't be told, which is said", async () => {
    expect(
      (await run({ isAncestor: true, releases: [released("api")], request: { allowOlder: true } })).api?.outcome,
    ).toBe("deployed");
    await wire?.close();
    const { api, lines } = await run({ isAncestor: undefined, releases: [released("api")] });
    expect(api?.outcome).toBe("deployed");
    expect(lines).toEqual(expect.arrayContaining([expect.stringContaining("can't be told")]));
  });

  test("no task desired is idle: red, unless zero is allowed", async () => {
    const { result, api } = await run({ desired: { api: 0 } });
    expect(api).toMatchObject({ outcome: "idle", moved: false });
    expect(() => requireDeployed(result, false)).toThrow("no task is desired");
    await wire?.close();
    const allowed = await run({
      desired: { api: 0 },
      request: { allowZero: true, healthUrl: undefined, versionUrl: undefined },
    });
    expect(allowed.api).toMatchObject({ outcome: "idle", moved: true });
    expect(() => requireDeployed(allowed.result, true)).not.toThrow();
    // What never ran is no release.
    expect(allowed.recorded).toEqual([]);
  });
});

describe("several services", () => {
  const services = [service("api", 1), service("landing", 2), service("admin", 2)];
  const images = new Map([built("api"), built("landing"), built("admin")]);

  test("of a later order move after every earlier one is deployed", async () => {
    const { result } = await run({ services, request: { images } });
    expect([...result.deployments.values()].map(({ outcome }) => outcome)).toEqual([
      "deployed",
      "deployed",
      "deployed",
    ]);
    expect((wire?.inputs("UpdateService") as { service: string }[]).map((input) => input.service)[0]).toBe(
      "cashsouk-api",
    );
  });

  test("of a later order don't start when an earlier one fails", async () => {
    const { result } = await run({ services, request: { images }, updates: { api: [crash] } });
    expect(result.deployments.get("landing")).toMatchObject({
      outcome: "not-started",
      reason: "api comes first and is not deployed",
      moved: false,
    });
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
    expect(outcomeOf(result, false)).toBe("rolled-back");
  });

  test("of one order each have their own outcome and record", async () => {
    const { result, recorded } = await run({ services, request: { images }, updates: { landing: [crash] } });
    expect(result.deployments.get("landing")?.outcome).toBe("rolled-back");
    expect(result.deployments.get("admin")?.outcome).toBe("deployed");
    expect(recorded.map((entry) => entry["service"])).toEqual(["api", "admin"]);
    expect(reasonOf(result, false)).toMatch(/^landing: rolled-back: /);
    const summary = rolloutSummary("cashsouk-local", result, false);
    expect(summary).toBe(golden(__dirname, "partial.md", summary));
  });
});

describe("a cancelled rollout", () => {
  const slow = { updates: { api: [[{ is: "in-progress" }]] } } as const;

  test("asks ECS to roll back first, awaits it, and leaves nothing for the post step", async () => {
    const { api, pending } = await run({ ...slow, cancelAfterMs: 9000 });
    expect(api).toMatchObject({
      outcome: "stopped",
      reason: "the run was cancelled; cashsouk-api:1 runs again (1 of 1)",
    });
    expect(wire?.inputs("StopServiceDeployment")).toHaveLength(1);
    expect(pending.map((list) => list.length)).toEqual([1, 0]);
  });

  test("with on-cancel: leave is left running", async () => {
    await run({ ...slow, cancelAfterMs: 9000, request: { onCancel: "leave" } });
    expect(wire?.actions()).not.toContain("StopServiceDeployment");
  });

  test("moves nothing any more", async () => {
    const services = [service("api", 1), service("landing", 2)];
    const { result } = await run({ ...slow, services, cancelAfterMs: 9000 });
    expect(result.deployments.get("landing")?.outcome).toBe("not-started");
  });

  test("whose process was killed is finished by the post step", async () => {
    const { pending, tools } = await run({ ...slow, cancelAfterMs: 9000, request: { onCancel: "leave" } });
    const finished = await finishPending(tools, pending[0] ?? []);
    expect(finished).toEqual([
      { service: "api", restored: { kind: "healthy", how: "cashsouk-api:1 runs again (1 of 1)" } },
    ]);
    expect(wire?.inputs("StopServiceDeployment")).toHaveLength(1);
  });
});
