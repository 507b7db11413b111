import { SNS } from "@aws-sdk/client-sns";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { golden } from "@cashsouk/testing/golden";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Needs } from "./facts";
import type { Notice } from "./notify";
import { one, rolledBack, thread } from "./testing/deployments";
import { bot, slack, tell, told, webhook } from "./testing/slack";

const job = (result: string, outputs: Record<string, string> = {}) => ({ result, outputs });
const [newer, old, older] = ["b".repeat(40), "a".repeat(40), "9".repeat(40)];
/** A service that goes back from the newer commit to the old one. */
const back = (outcome: string, more: object = {}) =>
  one(outcome, "new image", { previousCommit: newer, commit: old, ...more });
const jobs = (deploy: ReturnType<typeof job>, images = job("success")): Needs => ({
  test: job("success"),
  images,
  deploy,
});
const crash = "api: the container api exited with 1";

describe("what people read", () => {
  test.each<[string, string, Partial<Notice>]>([
    ["started", "started", { event: "started" }],
    [
      "success",
      "success",
      {
        thread,
        needs: jobs(
          job("success", { outcome: "deployed", deployments: JSON.stringify({ api: one("deployed", "new image") }) }),
        ),
      },
    ],
    [
      "one service rolled back, of three",
      "partial",
      {
        thread,
        mentions: ["<@U0ONCALL>"],
        needs: jobs(job("failure", { outcome: "rolled-back", deployments: JSON.stringify(rolledBack) })),
      },
    ],
    [
      "a service that may be without tasks, which the title names",
      "idle",
      {
        ...{ thread, mentions: ["<@U0ONCALL>"] },
        result: {
          outcome: "deployed",
          deployments: {
            api: one("deployed", "new image"),
            web: one("idle", "no task is desired, so nothing could be judged"),
            admin: rolledBack.admin,
          },
        },
      },
    ],
    [
      "a failure before the migration",
      "failed-before-migration",
      {
        mentions: ["<!subteam^S0ONCALL>"],
        fields: { Migrations: "not started" },
        needs: jobs(job("skipped"), job("failure")),
      },
    ],
    [
      "a failure after the migration",
      "failed-after-migration",
      {
        fields: { Migrations: "applied: 20261201_words", Database: "stays as migrated" },
        result: { outcome: "failed", reason: crash, deployments: { api: one("failed", crash) } },
      },
    ],
    ["cancelled", "cancelled", { mentions: ["<!here>"], needs: jobs(job("cancelled")) }],
    [
      "superseded",
      "superseded",
      {
        result: {
          outcome: "superseded",
          reason: "api: superseded: another deployment, of cashsouk-api:9, took its place",
          deployments: { api: one("superseded", "another deployment, of cashsouk-api:9, took its place") },
        },
      },
    ],
    ["nothing to do", "nothing-to-do", { needs: jobs(job("success", { outcome: "deployed", deployments: "{}" })) }],
    [
      "an approval that is waited for",
      "approval-waiting",
      {
        event: "step",
        thread,
        environment: "production",
        result: { outcome: "waiting", reason: "3 services are ready, 1 migration is pending" },
      },
    ],
    [
      "a drill that is done",
      "drill-done",
      {
        environment: "production",
        fields: { "Restored to": "2026-11-22 10:00 UTC", "Recovery time": "21 min" },
        result: { outcome: "drill-done", reason: "every integrity check passed" },
      },
    ],
    [
      "a rollback that is waited for: from which commit each service would go to which",
      "rollback-waiting",
      {
        ...{ event: "step", kind: "rollback", thread, environment: "production" },
        result: {
          ...{ outcome: "waiting", reason: "api, admin would move" },
          deployments: { api: back("planned"), admin: back("planned", { commit: older }) },
        },
      },
    ],
    [
      "a rollback that is done: it is called one, and leads to the commit that runs again, not to the run's",
      "rollback-done",
      {
        ...{ kind: "rollback", thread, environment: "production", fields: { "Back to": "previous" } },
        result: { outcome: "deployed", deployments: { api: back("deployed"), admin: rolledBack.admin } },
      },
    ],
    [
      "a rollback whose own release failed",
      "rollback-failed",
      {
        ...{ kind: "rollback", thread, environment: "production" },
        result: { outcome: "rolled-back", deployments: { api: back("rolled-back", { reason: crash }) } },
      },
    ],
    [
      "an infrastructure change that is waited for",
      "infrastructure-waiting",
      {
        ...{ event: "step", kind: "infrastructure", thread, environment: "production" },
        result: {
          outcome: "waiting",
          reason:
            "platform: 0 to add, 1 to change (1 replaced: Data/Database), 0 to remove; migrations, services: nothing",
        },
      },
    ],
    [
      "an infrastructure change with nothing to change",
      "infrastructure-nothing",
      {
        kind: "infrastructure",
        needs: {
          plan: job("success", { outcome: "deployed", deployments: "{}", reason: "Nothing to change" }),
          deploy: job("skipped"),
        },
      },
    ],
    [
      "a step that ended well",
      "step",
      { event: "step", thread, result: { outcome: "deployed", reason: "Migrations applied" } },
    ],
  ])("%s", async (_title, file, notice) => {
    await tell(notice);
    const said = `${JSON.stringify(
      told().map(({ method, body }) => ({ method, body })),
      null,
      2,
    )}\n`;
    expect(said).toBe(golden(__dirname, `${file}.json`, said));
  });

  test("a deployment that finished under a job that failed later is not called deployed", async () => {
    await tell({ needs: { deploy: job("success", { outcome: "deployed" }), smoke: job("failure") } });
    expect(slack.calls[0]?.body["text"]).toBe("❌ staging: failed — the job smoke failed");
  });

  test("a failed job whose output deployments is no rollout's is told all the same", async () => {
    await tell({ needs: { deploy: job("failure", { deployments: '{"api":"https://api.example"}' }) } });
    expect(slack.calls[0]?.body["text"]).toBe("❌ staging: failed — the job deploy failed");
  });

  test.each<[string, Needs, string, unknown[]]>([
    [
      "is what is told where only the jobs' ends tell, since it may have been the deployment",
      { test: job("success"), deploy: job("skipped") },
      "⏸️ staging: skipped",
      ["deploy"],
    ],
    [
      "is left unsaid where a rollout tells",
      { deploy: job("success", { outcome: "deployed" }), rollback: job("skipped") },
      "✅ staging: deployed",
      [],
    ],
  ])("a job that was left out %s", async (_title, needs, text, named) => {
    await tell({ needs });
    expect(slack.calls[0]?.body["text"]).toBe(text);
    const fields = [...JSON.stringify(slack.calls[0]?.body).matchAll(/\*Skipped jobs\*\\n([^"]+)/g)];
    expect(fields.map(([, value]) => value)).toEqual(named);
  });

  test.each<[string, Partial<Notice>]>([
    ["a job that ended well", { needs: jobs(job("success")) }],
    ["an outcome", { result: { outcome: "deployed" } }],
  ])("by %s alone nobody knows that nothing had to be deployed", async (_title, notice) => {
    await tell(notice);
    expect(slack.calls[0]?.body["text"]).toBe("✅ staging: deployed");
  });

  const { api, landing, admin } = rolledBack;
  const notStarted = one("not-started", "", { moved: false });
  test.each<[string, Partial<Notice>["result"], string]>([
    ["beside one that was left alone", { deployments: { landing, admin } }, "↩️ staging: rolled back"],
    ["beside one that moved", { deployments: { landing, api } }, "↩️ staging: rolled back, 1 of 2 services deployed"],
    [
      "beside one of each, and one that was not begun",
      { deployments: { landing, api, admin, web: notStarted } },
      "↩️ staging: rolled back, 1 of 3 services deployed",
    ],
  ])("rolled back %s: the title counts who was to move", async (_title, result, title) => {
    await tell({ result: { ...result, outcome: "rolled-back" } });
    expect(slack.calls[0]?.body["blocks"]).toMatchObject([{ text: { text: title } }, {}, {}, {}, {}]);
  });

  test("a reason that looks like a mention calls nobody", async () => {
    await tell({ result: { outcome: "failed", reason: "<!channel> & <@U1>" } });
    expect(JSON.stringify(slack.calls)).not.toMatch(/<!channel>|<@U1>/);
    expect(slack.calls[0]?.body["text"]).toContain("&lt;!channel&gt; &amp; &lt;@U1&gt;");
  });
});

test.each<[string, Partial<Notice>]>([
  ["a service's reason", { result: { outcome: "failed", deployments: { "#api": one("failed", "@here: #general") } } }],
  ["a field", { result: { outcome: "failed" }, fields: { "@channel": "#general" } }],
  ["a step", { event: "step", result: { outcome: "failed", reason: "@here, look at #general" } }],
])("Slack may make no mention and no link of what stands in %s", async (_title, notice) => {
  await tell({ ...notice, thread });
  const texts = [...JSON.stringify(slack.calls).matchAll(/"mrkdwn","text":"(?:[^"\\]|\\.)*"(.*?)\}/g)];
  expect(texts.length).toBeGreaterThan(2);
  expect(new Set(texts.map(([, more]) => more))).toEqual(new Set([',"verbatim":true']));
});

describe("a webhook", () => {
  test("is given the same message, and keeps no place", async () => {
    const notice = { result: { outcome: "failed", reason: "x" }, mentions: ["<@U1>"], thread };
    expect(await tell(notice, webhook())).toEqual({ thread: "", permalink: "", notes: [] });
    await tell({ ...notice, thread: undefined }, bot());
    expect(slack.calls[0]?.authorization).toBeUndefined();
    expect(slack.calls[0]?.body["blocks"]).toEqual(slack.calls[1]?.body["blocks"]);
  });

  test.each([
    [403, "invalid_token", "webhook-url: Slack does not know this address."],
    [404, "no_service", "webhook-url: this webhook was removed or switched off."],
    [410, "channel_is_archived", "webhook-url: its channel is archived."],
  ])("that answers %i %s is told with a hint", async (status, body, hint) => {
    slack.answers = [{ status, body }];
    await expect(tell({ event: "started" }, webhook())).rejects.toMatchObject({
      message: `Slack refused the webhook: ${body}`,
      hint,
    });
  });
});

describe("a topic", () => {
  const arn = "arn:aws:sns:ap-southeast-5:123456789012:deployments";
  let wire: AwsWire;
  afterEach(() => wire.close());
  const publish = async (answer: object) => {
    wire = await startAwsWire({ Publish: [answer] });
    const needs = jobs(job("failure", { outcome: "rolled-back", deployments: JSON.stringify(rolledBack) }));
    const topics = new SNS({ ...wire.config, maxAttempts: 1 });
    return tell({ needs, fields: { Migrations: "applied" } }, { kind: "topic", topics, arn });
  };

  test("is told the same in plain text, for an e-mail", async () => {
    await publish({ MessageId: "1" });
    const said = `${JSON.stringify(wire.inputs("Publish"), null, 2)}\n`;
    expect(said).toBe(golden(__dirname, "e-mail.json", said));
  });

  test("that SNS refuses is told in AWS's words", async () => {
    const no = "User is not authorized to perform: SNS:Publish";
    await expect(publish(fault("AuthorizationError", no, 403))).rejects.toThrow(no);
  });
});
