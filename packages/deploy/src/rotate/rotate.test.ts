import { fault, reset } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { describeError } from "../error";
import { definitionArn } from "../rollout/testing/scripted-cluster";
import { rotationSummary } from "./report";
import { planRotation, rotateDatabaseSecret } from "./rotate";
import { open, request, rotated, untouched } from "./testing/rotation";
import { clone, first, play, scriptedRotation } from "./testing/scripted-rotation";

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
        `  New tasks use it           1 of 1 service moved, 1 new tasks, none of the former`,
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
