import { request } from "node:http";
import { expect, test } from "@playwright/test";
import { slackMessages } from "./slack";
import { deploy, freshCopy, head, localCloud, look, services, summaries, type World } from "./world";

test.describe.configure({ mode: "serial" });

let world: World;

test("a push to main is green, and five services are live", async () => {
  freshCopy();
  await localCloud("reset");
  const { green, output } = await deploy();
  expect(output).toContain("OUTCOME");
  expect(green).toBe(true);
  world = await look();
});

test("what would be migrated stands in a summary, before anything is applied", () => {
  const steps = summaries().map(({ step, markdown }) => [step, markdown.split("\n")[0]]);
  const planned = steps.findIndex(([, title]) => /^### \d+ migrations are pending$/.test(title ?? ""));
  const applied = steps.findIndex(([step]) => step === "Platform");
  expect(planned).toBeGreaterThan(-1);
  expect(applied).toBeGreaterThan(planned);
});

test("Slack has one message of the deployment, updated to its end, and its steps in the thread", () => {
  const [message, ...more] = slackMessages();
  expect(message).toMatchObject({ text: expect.stringMatching(/^✅ local: deployed/), edited: expect.anything() });
  expect(more.map(({ thread }) => thread)).toEqual(more.map(() => message!.ts));
  const lines = more.map(({ text }) => text);
  for (const line of ["Tested", "migrations are pending", "The platform", "The database"])
    expect(lines).toContainEqual(expect.stringContaining(line));
});

for (const name of services)
  test(`${name}: its host answers as ${name}, with the key that the ledger names`, () => {
    const { answer, release, ecs } = world[name];
    expect(release).toMatchObject({ commit: head() });
    expect(answer).toEqual({ kind: "version", service: name, key: release!.key });
    expect(ecs.tasks.map(({ digests }) => digests)).toEqual([[release!.digest]]);
    expect(ecs.revision).toBe(release!.revision);
  });

test("a host that nobody serves is refused", async () => {
  const { port } = new URL(world.landing.url);
  expect(await status(Number(port), `unknown.cashsouk.localhost:${port}`)).toBeGreaterThanOrEqual(400);
});

function status(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) =>
    request({ host: "127.0.0.1", port, headers: { host }, timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end(),
  );
}
