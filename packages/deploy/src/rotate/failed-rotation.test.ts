import { describe, expect, test } from "@jest/globals";
import { describeError } from "../error";
import { crash } from "../rollout/testing/scripted-cluster";
import { rotateDatabaseSecret } from "./rotate";
import { open, request, untouched } from "./testing/rotation";
import { clone, family, first, scriptedRotation } from "./testing/scripted-rotation";

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
