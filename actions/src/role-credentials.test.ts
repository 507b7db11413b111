import { ECS } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { askPatiently, awsClient, silentLog } from "@cashsouk/deploy";
import { type AwsWire, fault, startAwsWire, type WireCall } from "@cashsouk/testing/aws-wire";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { assumeRole } from "./assume-role";
import { roleCredentials, type RoleTools } from "./role-credentials";

const role = { arn: "arn:aws:iam::123456789012:role/deployer", durationSeconds: 900 };
const env = { ...process.env };
let wire: AwsWire;
let clock: ReturnType<typeof makeTestClock>;
let sessions: number[];
let masked: string[];
let warnings: string[];
let lastsMs: number;
let outage: boolean;

beforeEach(async () => {
  clock = makeTestClock();
  // The SDK keeps credentials by it.
  jest.spyOn(Date, "now").mockImplementation(() => clock.now());
  [sessions, masked, warnings, lastsMs, outage] = [[], [], [], 10_000, false];
  wire = await startAwsWire({
    AssumeRoleWithWebIdentity() {
      if (outage) return fault("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
      const number = sessions.push(clock.now() + lastsMs);
      const Expiration = new Date(clock.now() + lastsMs);
      return {
        Credentials: {
          AccessKeyId: `KEY${number}`,
          SecretAccessKey: `secret${number}`,
          SessionToken: `session${number}`,
          Expiration,
        },
      };
    },
    // As AWS: a session's key is worth nothing after its end.
    DescribeServices: (call) =>
      clock.now() < endOf(call) ? { services: [] } : fault("ExpiredTokenException", "expired"),
  });
  Object.assign(process.env, { AWS_ENDPOINT_URL_STS: wire.url, AWS_REGION: "ap-southeast-5" });
});
afterEach(() => {
  process.env = { ...env };
  jest.restoreAllMocks();
  return wire.close();
});

const endOf = ({ headers }: WireCall) =>
  sessions[Number(/Credential=KEY(\d+)/.exec(headers.authorization ?? "")?.[1]) - 1] ?? 0;

function credentials(tools: Partial<RoleTools> = {}) {
  let token = 0;
  return roleCredentials(role, {
    clock,
    idToken: () => Promise.resolve(`token${++token}`),
    assume: assumeRole,
    mask: (secret) => masked.push(secret),
    warn: (text) => warnings.push(text),
    ...tools,
  });
}
const client = (from: ReturnType<typeof credentials>) =>
  awsClient(ECS, { endpoint: wire.url, region: "ap-southeast-5", credentials: from });

test("a wait of five minutes outlives its ten-second credentials: they are renewed before each one's end", async () => {
  const ecs = client(credentials());
  for (let turn = 0; turn < 75; turn++) {
    await askPatiently({ clock, log: silentLog }, "Service api", () => ecs.describeServices({ services: ["api"] }));
    await clock.sleep(4_000);
  }
  // Two questions a session, as the third falls into its last quarter; each session with an identity token of its own.
  expect(sessions).toHaveLength(38);
  expect(wire.inputs("AssumeRoleWithWebIdentity").slice(0, 2)).toEqual(
    ["token1", "token2"].map((WebIdentityToken) =>
      expect.objectContaining({ RoleArn: role.arn, DurationSeconds: "900", WebIdentityToken }),
    ),
  );
});

test("an hour's session is shared by all clients and renewed once, five minutes before its end", async () => {
  lastsMs = 3_600_000;
  const provide = credentials();
  const [first, second] = [client(provide), client(provide)];
  await Promise.all([first.describeServices({ services: ["a"] }), second.describeServices({ services: ["b"] })]);
  expect(sessions).toHaveLength(1);
  await clock.sleep(3_299_999);
  await provide();
  expect(sessions).toHaveLength(1);
  await clock.sleep(1);
  await Promise.all([provide(), provide()]);
  expect(sessions).toHaveLength(2);
});

test("identity token, secret key and session token are masked", async () => {
  await credentials()();
  expect(masked).toEqual(["token1", "secret1", "session1"]);
});

test("a renewal that fails is tried again while the session lasts", async () => {
  const provide = credentials();
  const { accessKeyId } = await provide();
  await clock.sleep(8_000);
  outage = true;
  expect((await provide()).accessKeyId).toBe(accessKeyId);
  expect(warnings).toEqual([
    `${role.arn}: the credentials could not be renewed yet: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`,
  ]);
  outage = false;
  expect((await provide()).accessKeyId).toBe("KEY2");
});

test("after the session's end, a renewal that fails says that the outcome is unknown", async () => {
  const ecs = client(credentials());
  await ecs.describeServices({ services: ["api"] });
  await clock.sleep(10_000);
  outage = true;
  const ask = () => ecs.describeServices({ services: ["api"] });
  await expect(askPatiently({ clock, log: silentLog }, "Service api", ask)).rejects.toMatchObject({
    code: "credentials-expired",
    message: expect.stringMatching(/^Service api: .*what became of it is unknown/),
  });
});

test("a role that does not trust the run is told with what its policy must name", async () => {
  outage = true;
  await expect(client(credentials()).describeServices({ services: ["api"] })).rejects.toMatchObject({
    code: "role-not-assumed",
    message: `${role.arn} could not be assumed: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity`,
  });
});

test.each<[string, string, string | undefined]>([
  ["AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", "Its trust policy must name"],
  [
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    "`role-duration-seconds`",
  ],
  [
    "InvalidIdentityTokenException",
    "No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com",
    "identity provider for GitHub",
  ],
  ["InvalidIdentityTokenException", "Incorrect token audience", "must list the audience"],
  ["ExpiredTokenException", "Token expired: current date/time must be before the expiration", "Run it again"],
  ["PackedPolicyTooLargeException", "too large", undefined],
])("a role that STS does not give by %s (%s) is told with what helps against that", async (name, message, hint) => {
  const assume = () => Promise.reject(Object.assign(new Error(message), { name }));
  await expect(credentials({ assume })()).rejects.toMatchObject({
    code: "role-not-assumed",
    message: `${role.arn} could not be assumed: ${name}: ${message}`,
    hint: hint === undefined ? undefined : expect.stringContaining(hint),
  });
});

test("the Region's own endpoint is asked, the one of the client that needs credentials", async () => {
  delete process.env["AWS_ENDPOINT_URL_STS"];
  const hosts: string[] = [];
  const requestHandler = {
    handle({ hostname }: { hostname: string }) {
      hosts.push(hostname);
      return Promise.reject(Object.assign(new Error("enough"), { name: "AccessDenied" }));
    },
  };
  const asker = { callerClientConfig: { region: () => Promise.resolve("ap-southeast-5"), requestHandler } };
  await expect(assumeRole(role, "token", asker as never)).rejects.toThrow("enough");
  expect(hosts).toEqual(["sts.ap-southeast-5.amazonaws.com"]);
});
