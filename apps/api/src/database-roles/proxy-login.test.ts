import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { mastersDatabase, named } from "../../__tests__/roles";
import type { Login } from "./configuration";

const current = named("app", "first");
const pending = named("app_clone", "second");

let database: Awaited<ReturnType<typeof mastersDatabase>>;
beforeAll(async () => {
  database = await mastersDatabase({ master: named("master", "m"), migrator: named("migrator", "g") });
  await database.setUp(current);
});
afterAll(() => database.drop());

describe("RDS Proxy, which has a secret of each user,", () => {
  let wire: AwsWire;
  afterEach(() => wire.close());
  const proxied = async (script: Script) => {
    wire = await startAwsWire(script);
    const { accessKeyId, secretAccessKey } = wire.config.credentials;
    return {
      PROXY_LOGINS: "/cashsouk/prod/api/proxy-logins",
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: wire.config.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      WAIT_SECONDS: "3",
    };
  };
  const given = ({ name, password }: Login) => ({
    SecretId: `/cashsouk/prod/api/proxy-logins/${name}`,
    SecretString: JSON.stringify({ username: name, password }),
  });

  test("is told the next user's password before that user is tried", async () => {
    const aws = await proxied({ PutSecretValue: () => ({}) });
    const { code, output } = await database.rotate({ current, pending, variables: aws }, "prepare");
    expect(output).toContain(`${pending.name}: RDS Proxy has its password\n${pending.name}: can log in\n`);
    expect(code).toBe(0);
    expect(wire.inputs("PutSecretValue")).toEqual([expect.objectContaining(given(pending))]);
  });

  test("is told the current user's password by the ordinary run, and no other's", async () => {
    const aws = await proxied({ PutSecretValue: () => ({}) });
    expect((await database.setUp(current, aws)).code).toBe(0);
    expect(wire.inputs("PutSecretValue")).toEqual([expect.objectContaining(given(current))]);
  });

  test("is not missed where there is none", async () => {
    const aws = await proxied({ PutSecretValue: () => fault("ResourceNotFoundException", "no such secret") });
    const { code, output } = await database.setUp(current, aws);
    expect(output).toContain(
      `${current.name}: has no secret in /cashsouk/prod/api/proxy-logins, so no RDS Proxy asks for it`,
    );
    expect(code).toBe(0);
  });

  test("that cannot be told locks the next user again", async () => {
    const aws = await proxied({ PutSecretValue: () => fault("AccessDeniedException", "not you") });
    const { code, output } = await database.rotate({ current, pending, variables: aws }, "prepare");
    expect(output).toContain(`${pending.name}: locked`);
    expect(output).toContain("not you");
    expect(output).not.toContain(pending.password);
    expect(code).toBe(1);
  });
});
