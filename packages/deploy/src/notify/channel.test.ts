import { describe, expect, test } from "@jest/globals";
import type { Notice } from "./notify";
import { one, rolledBack, thread } from "./testing/deployments";
import { slack, tell, told } from "./testing/slack";

describe("one message a deployment", () => {
  test("is posted by started, updated as steps end and by finished, with the details in its thread", async () => {
    const { thread: place } = await tell({ event: "started" });
    expect(place).toBe("C0DEPLOY/1700000000.000001");
    await tell({ event: "step", thread: place, result: { outcome: "deployed", reason: "Migrations applied" } });
    await tell({ thread: place, result: { outcome: "deployed", deployments: { api: one("deployed", "new image") } } });
    expect(told().map(({ method, body }) => [method, body["thread_ts"] ?? body["ts"]])).toEqual([
      ["chat.postMessage", undefined],
      ["chat.update", "1700000000.000001"],
      ["chat.postMessage", "1700000000.000001"],
      ["chat.update", "1700000000.000001"],
      ["chat.postMessage", "1700000000.000001"],
    ]);
    expect(told()[1]?.body["blocks"]).toMatchObject([
      { text: { text: "🚀 staging: deploying" } },
      { text: { text: "&gt; ✅ Migrations applied".replace("&gt;", ">") } },
      {},
      {},
    ]);
  });

  const refusals = {
    "was deleted meanwhile": "message_not_found",
    "is too old to be edited": "edit_window_closed",
    "is another app's": "cant_update_message",
    "is in a channel that is gone": "channel_not_found",
    "was never one": "invalid_arguments",
    "Slack fails to edit": "update_failed",
  };
  test.each(Object.entries(refusals))("a message that %s is posted anew, with its mentions", async (_, error) => {
    slack.answers = [{ body: { ok: false, error } }];
    const failed = { mentions: ["<@U1>"], result: { outcome: "failed", reason: "x" } };
    const { thread: place, notes } = await tell({ ...failed, thread: "C0DEPLOY/1.5" });
    expect(told().map(({ method }) => method)).toEqual(["chat.update", "chat.postMessage"]);
    expect(told()[1]?.body).toMatchObject({ channel: "#deployments", text: "<@U1> — ❌ staging: failed — x" });
    expect(place).toBe("C0DEPLOY/1700000000.000002");
    expect(notes).toEqual([`Slack refused chat.update: ${error}: it is told in a new message`]);
  });

  test.each([["invalid_auth"], ["missing_scope"], ["token_revoked"]])(
    "a token that Slack refuses by %s is not tried on another message",
    async (error) => {
      slack.answers = [{ body: { ok: false, error } }];
      await expect(tell({ thread, result: { outcome: "failed" } })).rejects.toThrow(
        `Slack refused chat.update: ${error}`,
      );
      expect(slack.calls).toHaveLength(1);
    },
  );

  test("has a link, without which it is told all the same", async () => {
    const good = await tell({ event: "started" });
    expect(good.permalink).toBe("https://slack.example/archives/C0DEPLOY/p1700000000000001");
    slack.answers = [
      { body: { ok: true, channel: "C0DEPLOY", ts: "1.5" } },
      { body: { ok: false, error: "message_not_found" } },
    ];
    expect(await tell({ event: "started" })).toEqual({ thread: "C0DEPLOY/1.5", permalink: "", notes: [] });
  });

  test("a failure mentions somebody once: where the message is new in it, where it is edited in its thread", async () => {
    const failed = { mentions: ["<@U1>"], result: { outcome: "failed", reason: "x" } };
    await tell(failed);
    await tell({ ...failed, thread });
    const mentioning = told().filter(({ body }) => JSON.stringify(body).includes("<@U1>"));
    expect(mentioning.map(({ method, body }) => [method, body["thread_ts"]])).toEqual([
      ["chat.postMessage", undefined],
      ["chat.postMessage", "1700000000.000009"],
    ]);
  });

  describe("whose thread takes no more", () => {
    const edited = { body: { ok: true } };
    const no = { body: { ok: false, error: "restricted_action_thread_locked" } };
    const lacks =
      "Slack refused chat.postMessage: restricted_action_thread_locked: its thread lacks what belongs there";
    const failed = { outcome: "failed", deployments: rolledBack };

    test.each<[string, Partial<Notice>]>([
      ["a step's line", { event: "step", result: { outcome: "deployed", reason: "Migrations applied" } }],
      ["a failure's details, which calls nobody", { result: failed }],
    ])("is told without %s, with its place", async (_title, notice) => {
      slack.answers = [edited, no];
      const permalink = "https://slack.example/archives/C0DEPLOY/p1700000000000009";
      expect(await tell({ ...notice, thread })).toEqual({ thread, permalink, notes: [lacks] });
      expect(told()).toHaveLength(2);
    });

    test("calls whom it has to by a new message", async () => {
      slack.answers = [edited, no];
      expect(await tell({ thread, mentions: ["<@U1>"], result: failed })).toMatchObject({ thread, notes: [lacks] });
      expect(told().slice(2)).toMatchObject([{ body: { channel: "#deployments" } }]);
      expect(told()[2]?.body["text"]).toMatch(/^<@U1> — ❌ staging: failed/);
      expect(told()[2]?.body).not.toHaveProperty("thread_ts");
    });

    test("is told without its calls where a new message is refused as well, and says so", async () => {
      slack.answers = [edited, no, { body: { ok: false, error: "restricted_action" } }];
      const delivery = await tell({ thread, mentions: ["<@U1>"], result: failed });
      expect(delivery).toMatchObject({ thread, uncalled: { code: "slack-restricted_action" } });
    });
  });

  test.each([["deployed"], ["cancelled"], ["superseded"], ["waiting"], ["drill-done"]])(
    "%s mentions nobody",
    async (outcome) => {
      await tell({ mentions: ["<@U1>"], result: { outcome } });
      expect(JSON.stringify(slack.calls)).not.toContain("<@U1>");
    },
  );
});
