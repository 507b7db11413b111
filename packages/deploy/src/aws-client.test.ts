import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { ECS } from "@aws-sdk/client-ecs";
import { afterEach, expect, test } from "@jest/globals";
import { fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { type AddressInfo, createServer, type Server } from "node:net";
import { askPatiently, awsClient, describeError, silentLog, systemClock } from ".";

let server: Server;
let asked: number;
afterEach(() => void server.close());

/** Accepts, and says no more than this. */
async function quiet(beginning = ""): Promise<string> {
  asked = 0;
  server = createServer((socket) => {
    socket
      .on("error", () => undefined)
      .once("data", () => {
        asked += 1;
        socket.write(beginning);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const settings = (endpoint: string) => ({
  endpoint,
  region: "ap-southeast-5",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const limits = { connectMs: 20_000, answerMs: 200, attempts: 2 };
const begun = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 100\r\n\r\n{";

test.each([
  ["a server that takes a call and never answers", ""],
  ["a server that stops in the middle of its answer", begun],
])("%s ends in one error that names the call and the limit", async (_title, beginning) => {
  const ecs = awsClient(ECS, settings(await quiet(beginning)), limits);
  const error: unknown = await ecs
    .describeServices({ cluster: "c", services: ["s"] })
    .catch((thrown: unknown) => thrown);
  expect(describeError(error)).toBe("TimeoutError: ECS DescribeServices: no answer within 0.2 s, tried 2 times");
  expect(asked).toBe(2);
});

test("a wait on such a server ends, and says that the outcome is unknown", async () => {
  const stacks = awsClient(CloudFormation, settings(await quiet()), limits);
  let now = 0;
  // As if each attempt took its usual time.
  const clock = { ...systemClock, now: () => (now += 30_000), sleep: () => Promise.resolve() };
  const wait = askPatiently({ clock, log: silentLog }, "Stack cashsouk", () => stacks.describeStacks({}));
  await expect(wait).rejects.toMatchObject({
    code: "unknown-outcome",
    message: expect.stringMatching(
      /^Stack cashsouk: what became of it is unknown: TimeoutError: CloudFormation DescribeStacks: no answer within 0.2 s/,
    ),
  });
  expect(asked).toBeLessThanOrEqual(8);
});

const outcomeUnknown = "ECS DescribeServices: the credentials expired while waiting, so what became of it is unknown";

test.each([
  ["ExpiredTokenException", "credentials-expired", outcomeUnknown],
  ["ExpiredToken", "credentials-expired", outcomeUnknown],
  ["RequestExpired", "credentials-expired", outcomeUnknown],
  ["UnrecognizedClientException", "credentials-expired", outcomeUnknown],
  ["InvalidClientTokenId", "credentials-expired", outcomeUnknown],
])("%s after an answer says once that the outcome is unknown", async (name, code, message) => {
  const wire = await startAwsWire({ DescribeServices: [{ services: [] }, fault(name, "no longer valid")] });
  const ecs = awsClient(ECS, wire.config);
  await ecs.describeServices({ services: ["api"] });
  const ask = ecs.describeServices({ services: ["api"] });
  await expect(ask).rejects.toMatchObject({ code, message: `${message} (${name})`, cause: { name } });
  await wire.close();
});

test.each([
  ["ExpiredTokenException", "ECS DescribeServices: the credentials have expired (ExpiredTokenException)"],
  [
    "UnrecognizedClientException",
    "ECS DescribeServices: AWS does not know the credentials (UnrecognizedClientException)",
  ],
])("%s at the first call leaves nothing unknown", async (name, message) => {
  const wire = await startAwsWire({ DescribeServices: [fault(name, "not valid")] });
  const ask = awsClient(ECS, wire.config).describeServices({ services: ["api"] });
  await expect(ask).rejects.toMatchObject({ code: "credentials-refused", message });
  await wire.close();
});

test("a wait whose credentials end says it of what was waited for, and keeps AWS's name for it", async () => {
  const wire = await startAwsWire({ DescribeServices: [{ services: [] }, fault("ExpiredTokenException", "over")] });
  const ecs = awsClient(ECS, wire.config);
  const tools = { clock: systemClock, log: silentLog };
  const ask = () => askPatiently(tools, "Service api", () => ecs.describeServices({ services: ["api"] }));
  await ask();
  await expect(ask()).rejects.toMatchObject({
    code: "credentials-expired",
    message:
      "Service api: the credentials expired while waiting, so what became of it is unknown (ExpiredTokenException)",
  });
  await wire.close();
});
