import { describe, expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const read = (given: Record<string, string>) => parseInputs((name) => given[name] ?? "");
const parse = (given: Record<string, string>) =>
  read({ token: "xoxb-1", channel: "C1", environment: "staging", ...given });
const nothingKnown = "outcome: give one of outcome and needs";

test.each([
  ["neither outcome nor needs", {}],
  ["needs without a job", { needs: "{}" }],
  ["deployments alone, which may be a part", { deployments: "{}" }],
])("a deployment has not finished with %s", (_title, given) => {
  expect(() => parse(given)).toThrow(nothingKnown);
});

test.each([
  ["a comma too many", '{"deploy":{"result":"success"},}', 'needs: want JSON, got "{'],
  ["something else", '["deploy"]', "needs: want the context `needs`"],
])("needs with %s are one problem, and leave no second one", (_title, needs, problem) => {
  expect(() => parse({ needs })).toThrow(problem);
  expect(() => parse({ needs })).not.toThrow(nothingKnown);
});

test.each([
  ["an outcome", { outcome: "failed" }],
  ["the jobs", { needs: '{"deploy":{"result":"success","outputs":{}}}' }],
  ["neither where it only starts", { event: "started" }],
])("%s will do", (_title, given) => {
  expect(() => parse(given)).not.toThrow();
});

test.each([
  ["success", "deployed"],
  ["failure", "failed"],
  ["cancelled", "cancelled"],
  ["skipped", "skipped"],
  ["rolled-back", "rolled-back"],
])("a job that ended with %s is told as %s", (word, outcome) => {
  expect(parse({ outcome: word }).notice.result.outcome).toBe(outcome);
});

test.each([
  ["sucess", '"sucess"; did you mean success?'],
  ["rolledback", '"rolledback"; did you mean rolled-back?'],
  ["constructor", '"constructor"'],
])("an outcome %s is a problem, not a deployment's end", (word, told) => {
  expect(() => parse({ outcome: word })).toThrow(/outcome: want one of deployed, .*, success, failure, got /);
  expect(() => parse({ outcome: word })).toThrow(told);
});

test("what is told of is a deployment, unless it is said to be another thing that is known", () => {
  expect(parse({ outcome: "failed" }).notice.kind).toBe("deployment");
  expect(parse({ outcome: "failed", kind: "rollback" }).notice.kind).toBe("rollback");
  expect(() => parse({ outcome: "failed", kind: "rollbck" })).toThrow(/kind: want .*rollback/);
});

describe("who is told", () => {
  const told = { environment: "staging", outcome: "deployed" };

  test.each<[string, Record<string, string>]>([
    ["a channel by a token", { token: "xoxb-1", channel: "C1" }],
    ["a channel by a secret", { "token-secret": "/t", channel: "C1" }],
    ["a webhook", { "webhook-url": "https://hooks.example/services/T/B/x" }],
    ["a topic alone", { "topic-arn": "arn:aws:sns:ap-southeast-5:123456789012:deployments" }],
  ])("%s", (_title, given) => {
    expect(() => read({ ...told, ...given })).not.toThrow();
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "two ways",
      { token: "xoxb-1", "webhook-url": "https://h/x" },
      "token: give one of token, token-secret and webhook-url, got 2",
    ],
    ["no channel", { token: "xoxb-1" }, "channel: goes with a token"],
    ["a webhook's channel", { "webhook-url": "https://h/x", channel: "C1" }, "channel: a webhook has its own channel"],
    [
      "a topic by its name",
      { "topic-arn": "deployments" },
      'topic-arn: want the ARN of an SNS topic, got "deployments"',
    ],
  ])("is not %s", (_title, given, problem) => {
    expect(() => read({ ...told, ...given })).toThrow(problem);
  });

  const topic = { "topic-arn": "arn:aws:sns:ap-southeast-5:123456789012:deployments" };
  test.each<[string, Record<string, string>, string | undefined]>([
    ["Slack, where all is empty, as a secret is that isn't set", {}, "Slack"],
    ["a channel whose token is empty", { channel: "C1" }, "Slack's C1"],
    ["a channel whose token is empty, beside a topic", { channel: "C1", ...topic }, "Slack's C1"],
    ["nobody that was asked for, where a topic is all", topic, undefined],
    ["nobody, where there is a token", { channel: "C1", token: "xoxb-1" }, undefined],
  ])(
    "nothing leads to %s: that is no problem of the inputs, and is told when it is tried",
    (_title, given, unreachable) => {
      expect(read({ ...told, ...given }).unreachable).toBe(unreachable);
    },
  );

  test.each([
    "https://hooks.slack.com/triggers/T0/1/secret",
    "https://hooks.slack.com/workflows/T0/A0/1/secret",
    "https://hooks.slack-gov.com/triggers/T0/1/secret",
  ])("is not a workflow, which says ok to whatever comes: %s", (address) => {
    const problem = "webhook-url: want an incoming webhook's address (…/services/…): a workflow's takes no message";
    expect(() => read({ ...told, "webhook-url": address })).toThrow(problem);
    expect(() => read({ ...told, "webhook-url": address })).not.toThrow(/secret/);
  });

  test.each(["webhook-url", "api-url"])("a %s that is none is not repeated, since it may give access", (name) => {
    const wrong = "hooks.example/services/T0/B0/secret";
    const given = name === "api-url" ? { token: "t", channel: "C", [name]: wrong } : { [name]: wrong };
    expect(() => read({ ...told, ...given })).toThrow(`${name}: want an http or https address`);
    expect(() => read({ ...told, ...given })).not.toThrow(/secret/);
  });
});

test("more are not called than a message's text has room for: who is cut off would not hear of it", () => {
  const users = (count: number) => Array.from({ length: count }, (_, at) => `U${String(at).padStart(10, "0")}`);
  expect(parse({ outcome: "failed", mention: users(40).join("\n") }).notice.mentions).toHaveLength(40);
  expect(() => parse({ outcome: "failed", mention: users(41).join("\n") })).toThrow(
    "mention: want at most 40, got 41: name a group of users instead",
  );
});

test("whom a failure calls is told by ids", () => {
  const { notice } = parse({ outcome: "failed", mention: "U0ONE\nS0TEAM\nhere" });
  expect(notice.mentions).toEqual(["<@U0ONE>", "<!subteam^S0TEAM>", "<!here>"]);
  expect(() => parse({ outcome: "failed", mention: "@somebody" })).toThrow(
    'mention: want user ids (U…), group ids (S…), here, channel or everyone, got "@somebody"',
  );
});
