import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { type AwsWire, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, describe, expect, test } from "@jest/globals";
import { followLog, lastLines } from "./container-log";

const stream = { logGroupName: "/ecs/api", logStreamName: "api/api/1" };
let wire: AwsWire;
afterEach(() => wire.close());

async function logs(GetLogEvents: Script[string]) {
  wire = await startAwsWire({ GetLogEvents });
  return new CloudWatchLogs(wire.config);
}
const page = (forward: string, ...messages: string[]) => ({
  events: messages.map((message) => ({ message })),
  nextForwardToken: `f/${forward}`,
  nextBackwardToken: `b/${forward}`,
});

describe("a log that is followed", () => {
  async function follow(pages: readonly object[]) {
    const lines: string[] = [];
    const log = { info: (text: string) => void lines.push(text), warning: (text: string) => void lines.push(text) };
    const follower = followLog(await logs(pages), () => stream, log);
    return { more: await follower.more(), tail: follower.tail, lines };
  }
  test("goes on past pages that CloudWatch gives empty before the end", async () => {
    const pages = [page("1"), page("2"), page("3", "first"), page("4"), page("5", "last"), page("5")];
    expect(await follow(pages)).toMatchObject({ more: true, tail: ["first", "last"] });
  });
  test("has no colours and no control characters in its end, and keeps its passwords to itself", async () => {
    const red = "\u001b[31mError:\u001b[0m P1001 at postgres://app:s3cret@db:5432/x\u0007";
    const { tail, lines } = await follow([page("1", red), page("1")]);
    expect(tail).toEqual(["Error: P1001 at postgres://app:***@db:5432/x"]);
    expect(lines).toEqual(["  | Error: P1001 at postgres://app:***@db:5432/x"]);
  });
});

describe("the last lines of a log", () => {
  test("are looked for behind pages that CloudWatch gives empty", async () => {
    const client = await logs([page("1"), page("2"), page("3", "Error: no database"), page("3")]);
    expect(await lastLines(client, stream)).toEqual(["Error: no database"]);
    expect(wire.inputs("GetLogEvents").map(({ nextToken }: { nextToken?: string }) => nextToken)).toEqual([
      undefined,
      "b/1",
      "b/2",
    ]);
  });
  test("of an empty log are none, and not asked for for ever", async () => {
    let turn = 0;
    expect(await lastLines(await logs(() => page(String(turn++))), stream)).toEqual([]);
    expect(turn).toBeLessThan(10);
  });
  test.each([
    ["a /", "input: 'postgres://app:ab/cd@db:5432/x',", "input: 'postgres://app:***@db:5432/x',"],
    ["an @", '{"url":"postgres://app:p@ss@db/x","by":"a@b"}', '{"url":"postgres://app:***@db/x","by":"a@b"}'],
    ["a #, of several addresses", "redis://:a#1@one,redis://:b#2@two", "redis://:***@two"],
  ])(
    "keep a password with %s in it to themselves, which no address takes: so it is printed",
    async (_title, message, told) => {
      expect(await lastLines(await logs([page("1", message)]), stream)).toEqual([told]);
    },
  );
  test("have no colours, each message's lines by themselves, and no command of a workflow's", async () => {
    const message = "\u001b[1mTypeError: x\u001b[22m\r\n    at y\n::error::z";
    expect(await lastLines(await logs([page("1", message)]), stream)).toEqual([
      "TypeError: x",
      "    at y",
      ": :error::z",
    ]);
  });
});
