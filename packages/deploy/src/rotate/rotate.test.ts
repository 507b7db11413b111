import { randomUUID } from "node:crypto";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ECR } from "@aws-sdk/client-ecr";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, fault, reset, type Script, startAwsWire, type WireCall } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, describe, expect, test } from "@jest/globals";
import { describeError } from "../error";
import { crash, definitionArn } from "../rollout/testing/scripted-cluster";
import { planRotation, rotateDatabaseSecret } from "./rotate";
import { rotationSummary } from "./report";
import { clone, family, first, play, scriptedRotation } from "./testing/scripted-rotation";
import type { RotationRequest } from "./types";
import { otherUser } from "./users";

const request: RotationRequest = {
  cluster: "cashsouk-prod",
  secret: "/cashsouk/prod/api/database-url",
  ecsName: "cashsouk-api",
  families: { rotation: family, others: ["cashsouk-migrations", "cashsouk-database-roles"] },
  container: "database-rotation",
  taskLimits: { startForMs: 60_000, waitForMs: 60_000 },
  rollout: {
    cluster: "cashsouk-prod",
    services: [
      {
        name: "api",
        package: "@x/api",
        dockerfile: "Dockerfile",
        paths: [],
        subdomain: "api",
        port: 3000,
        health: "/healthz",
        order: 1,
        migrates: true,
        buildArgs: {},
      },
    ],
    images: new Map(),
    commit: undefined,
    allowOlder: false,
    allowZero: false,
    forceNewDeployment: true,
    environment: undefined,
    ledger: "/released",
    run: "by hand",
    waitForMs: 900_000,
    onFailure: "rollback",
    onCancel: "rollback",
    healthUrl: undefined,
    versionUrl: undefined,
    serviceName: "cashsouk-{service}",
    container: "{service}",
  },
};

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

type World = ReturnType<typeof scriptedRotation>;

/** `spoil` may answer a call otherwise; `undefined` leaves the answer to the world. */
async function open(world: World, spoil: (call: WireCall) => object | undefined = () => undefined) {
  const script: Script = Object.fromEntries(
    Object.keys(world.script).map((action) => [action, (call: WireCall) => spoil(call) ?? play(world.script, call)]),
  );
  await wire?.close();
  wire = await startAwsWire(script);
  // Without the SDK's own retries: a call that fails once has failed.
  const config = { ...wire.config, maxAttempts: 1 };
  const lines: string[] = [];
  const tools = {
    ecs: new ECS(config),
    logs: new CloudWatchLogs(config),
    targets: new ElasticLoadBalancingV2(config),
    ecr: new ECR(config),
    ledger: new SSM(config),
    secrets: new SecretsManager(config),
    stacks: new CloudFormation(config),
    get: () => Promise.reject(new Error("no host is asked")),
    isAncestor: () => Promise.resolve(undefined),
    newToken: randomUUID,
    clock: makeTestClock(),
    log: { info: (text: string) => void lines.push(text), warning: (text: string) => void lines.push(`! ${text}`) },
    cancelled: new AbortController().signal,
  };
  return { tools, lines, wire };
}

const rotated = { current: clone, pending: undefined, users: [clone], serving: clone };
const untouched = { current: first, pending: undefined, users: [first], serving: first };

describe("a rotation that goes well", () => {
  test("stages, prepares, moves, rolls out and locks, in this order, and tells it in one table", async () => {
    const world = scriptedRotation();
    const { tools, wire } = await open(world);
    const result = await rotateDatabaseSecret(tools, request);
    expect(world.state()).toEqual(rotated);
    const changes = ["PutSecretValue", "RunTask", "UpdateSecretVersionStage", "UpdateService"];
    expect(wire.actions().filter((action) => changes.includes(action))).toEqual([
      "PutSecretValue",
      "RunTask",
      "UpdateSecretVersionStage",
      "UpdateService",
      "RunTask",
      "UpdateSecretVersionStage",
    ]);
    expect(world.commands).toEqual(["prepare", `lock ${first}`]);
    expect(rotationSummary(result).replace(/version \S+/, "version …")).toBe(
      [
        `Rotated from ${first} to ${clone}:`,
        `  A new password is staged   version … for ${clone}`,
        `  The next user is made      ${clone} can log in`,
        `  The secret names it        AWSCURRENT names ${clone}`,
        `  New tasks use it           1 of 1 services moved, 1 new tasks, none of the former`,
        `  The former user is locked  ${first} is locked, its sessions ended`,
        `  The rotation is closed     AWSPENDING is taken away`,
      ].join("\n"),
    );
  });

  test("goes back to the first user the next time", async () => {
    const world = scriptedRotation();
    await rotateDatabaseSecret((await open(world)).tools, request);
    await rotateDatabaseSecret((await open(world)).tools, request);
    expect(world.state()).toEqual(untouched);
    expect(world.commands).toEqual(["prepare", `lock ${first}`, "prepare", `lock ${clone}`]);
  });

  test("starts new tasks of the very revision that runs, in the service's own network", async () => {
    const { tools, wire } = await open(scriptedRotation());
    await rotateDatabaseSecret(tools, request);
    expect(wire.inputs("UpdateService")).toEqual([
      {
        cluster: "cashsouk-prod",
        service: "cashsouk-api",
        taskDefinition: definitionArn("cashsouk-api", 1),
        forceNewDeployment: true,
      },
    ]);
  });

  test("locks only when the last task of the former deployment has stopped, not when it is draining", async () => {
    const { tools, lines, wire } = await open(scriptedRotation());
    await rotateDatabaseSecret(tools, request);
    expect(lines).toContain("cashsouk-api: waiting for the end of old");
    const order = wire.actions();
    expect(order.lastIndexOf("DescribeServices")).toBeLessThan(order.lastIndexOf("UpdateSecretVersionStage"));
  });

  test("keeps what else the secret says, and makes a long password that needs no quoting", async () => {
    const world = scriptedRotation();
    await rotateDatabaseSecret((await open(world)).tools, request);
    const [, next] = world.texts();
    expect(next).toEqual({
      engine: "postgres",
      host: "db",
      port: "5433",
      dbname: "cashsouk",
      username: clone,
      password: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test("says no password: not to the log, not to ECS", async () => {
    const world = scriptedRotation();
    const { tools, lines, wire } = await open(world);
    const result = await rotateDatabaseSecret(tools, request);
    const said = [lines.join("\n"), rotationSummary(result)];
    const sent = wire.calls
      .filter(({ action }) => action !== "PutSecretValue")
      .map(({ input }) => JSON.stringify(input));
    for (const password of world.passwords())
      for (const text of [...said, ...sent]) expect(text).not.toContain(password);
  });

  test("as a dry run changes nothing", async () => {
    const world = scriptedRotation();
    const { tools, wire } = await open(world);
    expect((await planRotation(tools, request)).stage).toMatchObject({ kind: "idle", current: { user: first } });
    expect(world.state()).toEqual(untouched);
    expect(wire.actions().filter((action) => /^(Put|Update|Run|Register)/.test(action))).toEqual([]);
  });
});

/** Every call of a rotation that goes well, by its number: each is a point at which it may break off. */
async function callsOfOne(): Promise<string[]> {
  const { tools, wire } = await open(scriptedRotation());
  await rotateDatabaseSecret(tools, request);
  return wire.actions();
}

describe.each([
  ["is refused", "before"],
  ["is done, but its answer is lost", "after"],
] as const)("a call that %s", (_title, when) => {
  test("at any point of it leaves nobody locked out, says the state, and is gone on from by running it again", async () => {
    const calls = await callsOfOne();
    expect(calls.length).toBeGreaterThan(25);
    for (const [point, action] of calls.entries()) {
      const world = scriptedRotation();
      let count = 0;
      const { tools } = await open(world, (call) => {
        if (count++ !== point) return undefined;
        if (when === "before") return fault("AccessDeniedException", "not now");
        play(world.script, call);
        return reset();
      });
      const error = await rotateDatabaseSecret(tools, request).then(
        () => undefined,
        (cause: unknown) => describeError(cause),
      );
      const state = world.state();
      const about = `${point} ${action}: ${error ?? "tolerated"}`;
      expect([about, state.users.includes(state.serving)]).toEqual([about, true]);
      expect([about, state.users.includes(state.current!)]).toEqual([about, true]);
      if (error?.includes("Nothing was rotated")) expect([about, state.current]).toEqual([about, first]);
      if (error?.includes("The secret names")) expect([about, state.current]).toEqual([about, clone]);
      if (state.current === clone && error) expect(error).toContain(`The secret names ${clone}`);

      for (let turn = 0; turn < 10 && JSON.stringify(world.state()) !== JSON.stringify(rotated); turn++) {
        const again = await open(world);
        // What was begun may still be under way: then it is refused once more.
        await rotateDatabaseSecret(again.tools, request).catch((cause: unknown) => {
          expect(cause).toMatchObject({ code: "busy" });
        });
      }
      expect([about, world.state()]).toEqual([about, rotated]);
    }
  });
});

describe("a rotation is refused, with nothing changed,", () => {
  test.each<[string, Parameters<typeof scriptedRotation>[0], string]>([
    [
      "while a deployment is in progress",
      { initially: { api: [{ is: "in-progress", running: 0 }] } },
      "cashsouk-api: a deployment of cashsouk-api:1 is in progress: rotate when it has ended",
    ],
    [
      "while another rotation's task runs",
      { busy: [family] },
      `${family} (task ${family}) is running: rotate when it has ended`,
    ],
    [
      "while a migration runs",
      { busy: ["cashsouk-migrations"] },
      "cashsouk-migrations (task cashsouk-migrations) is running: rotate when it has ended",
    ],
    [
      "when a new deployment would change more than the secret",
      { reshaped: { api: { cpu: "512" } } },
      "cashsouk-api: a new deployment would change more than its secret: new shape (cpu)",
    ],
    ["when no task is desired", { desired: { api: 0 } }, "cashsouk-api: no task is desired"],
  ])("%s", async (_title, options, message) => {
    const world = scriptedRotation(options);
    const { tools } = await open(world);
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(message);
    expect(world.state()).toEqual(untouched);
    expect(world.commands).toEqual([]);
  });

  test("when the pending version is of somebody else's making", async () => {
    const world = scriptedRotation();
    world.label("cashsouk_migrator", "AWSPENDING");
    const { tools } = await open(world);
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(
      `its pending version names cashsouk_migrator, but beside ${first} it has to be ${clone}`,
    );
    expect(world.commands).toEqual([]);
  });
});

describe("a rotation that fails", () => {
  test("in the database before the move leaves the secret as it was, and says so", async () => {
    const world = scriptedRotation({ exits: { prepare: 1 } });
    const { tools } = await open(world);
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(
      `making ${clone}: database-rotation exited with 1\nNothing was rotated: cashsouk-api goes on as ${first}, which is not locked.`,
    );
    expect(world.state()).toEqual({ ...untouched, pending: clone });
  });

  test.each([
    ["crashes", crash],
    ["is never steady", [{ is: "in-progress", running: 0 }]],
  ] as const)("since the new deployment %s locks nobody: the old tasks go on", async (_title, glances) => {
    const world = scriptedRotation({ updates: { api: [glances] } });
    const { tools } = await open(world);
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(
      `The secret names ${clone}, and not all of its tasks are known to use it yet; ${first} is not known to be locked.`,
    );
    expect(world.state().users).toEqual([first, clone]);
    expect(world.commands).toEqual(["prepare"]);
  });

  test("at the lock says what is open, and the next run rolls out anew before it locks", async () => {
    const world = scriptedRotation({ exits: { lock: 1 } });
    const { tools } = await open(world);
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(
      `locking ${first}: database-rotation exited with 1\nThe secret names ${clone}, and its tasks use it; ${first} is not known to be locked.`,
    );
    expect(world.state()).toEqual({ current: clone, pending: clone, users: [first, clone], serving: clone });
  });

  test("because another one moved the secret meanwhile locks nobody", async () => {
    const world = scriptedRotation();
    const { tools } = await open(world, ({ action }) => {
      if (action === "UpdateService") world.label(first, "AWSCURRENT");
      return undefined;
    });
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(
      `its versions were changed meanwhile; AWSCURRENT names ${first}`,
    );
    expect(world.commands).toEqual(["prepare"]);
  });

  test("because a database-roles task began meanwhile locks nobody: it may know the former user only", async () => {
    const world = scriptedRotation({ busySinceRollout: ["cashsouk-database-roles"] });
    const { tools } = await open(world);
    await expect(rotateDatabaseSecret(tools, request)).rejects.toThrow(
      `cashsouk-database-roles (task cashsouk-database-roles) is running: rotate when it has ended\nThe secret names ${clone}, and its tasks use it; ${first} is not known to be locked.`,
    );
    expect(world.commands).toEqual(["prepare"]);
  });

  test("because its secret is no credentials never repeats it", async () => {
    const world = scriptedRotation();
    const { tools } = await open(world, ({ action }) =>
      action === "GetSecretValue" ? { SecretString: "postgres://a:s3cret@b" } : undefined,
    );
    const error = await rotateDatabaseSecret(tools, request).catch((cause: unknown) => describeError(cause));
    expect(error).toContain("want a JSON object with username and password, got something else");
    expect(error).not.toContain("s3cret");
  });
});

test.each([
  ["cashsouk_app", "cashsouk_app_clone"],
  ["cashsouk_app_clone", "cashsouk_app"],
])("beside %s the other user is %s", (one, other) => expect(otherUser(one)).toBe(other));
