import { SSM } from "@aws-sdk/client-ssm";
import { expect, test } from "@playwright/test";
import { ask, exampleAccount, ExampleRepository, exampleSettings, tasks } from "./example";

test.describe.configure({ mode: "serial" });

let repository: ExampleRepository;
test.beforeAll(async () => {
  repository = new ExampleRepository();
  await exampleAccount("reset");
});
test.afterAll(() => repository.remove());

/** What the account's ledger says of the service. */
async function released() {
  const { Parameter } = await new SSM(exampleSettings()).getParameter({ Name: "/hello/released/hello" });
  return JSON.parse(Parameter!.Value!) as { commit: string; image: string };
}

/** The key that the log names as pushed is the one that must answer. */
function pushedKey(output: string): string | undefined {
  return /pushed \S+, tagged .*\bkey-([0-9a-f]{64})/.exec(output)?.[1];
}

test("another repository is deployed by our actions, as a third party names them", async () => {
  const { green, output } = await repository.push();
  expect(green).toBe(true);
  for (const action of ["notify-slack", "detect-affected", "build-push", "deploy-stack", "ecs-rollout"])
    expect(output).toContain(`✓ cashsouk/cashsouk/actions/${action} `);
  expect(pushedKey(output)).toBeDefined();
  expect(await ask("/version")).toEqual({ service: "hello", key: pushedKey(output) });
  expect(await ask("/")).toEqual({ greeting: "Hello" });
  expect(await released()).toMatchObject({ commit: repository.head() });
});

test("with nothing changed nothing is built, and nothing moves", async () => {
  const before = { tasks: await tasks(), version: await ask("/version"), release: await released() };
  const { green, output } = await repository.push();
  expect(green).toBe(true);
  expect(output).toContain("Nothing is affected.");
  expect(output).not.toContain("actions/build-push");
  expect({ tasks: await tasks(), version: await ask("/version"), release: await released() }).toEqual(before);
});

test("a changed source is built and takes the place of what ran", async () => {
  const before = { tasks: await tasks(), release: await released() };
  repository.edit("server.mjs", (text) => text.replace('greeting: "Hello"', 'greeting: "Good morning"'));
  const { green, output } = await repository.push();
  expect(green).toBe(true);
  expect(await ask("/")).toEqual({ greeting: "Good morning" });
  expect(await ask("/version")).toEqual({ service: "hello", key: pushedKey(output) });
  const release = await released();
  expect(release.commit).toBe(repository.head());
  expect(release.image).not.toBe(before.release.image);
  expect((await tasks()).filter((task) => before.tasks.includes(task))).toEqual([]);
});
