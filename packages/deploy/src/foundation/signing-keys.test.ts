import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { keepSigningKeys } from "./signing-keys";

const arn = (name: string) => `arn:aws:secretsmanager:ap-southeast-5:123456789012:secret:${name}-AbCdEf`;
const secretA = "/cashsouk/prod/api/cloudfront-private-key-a";
const publicA = "/cashsouk/prod/cloudfront/public-key-a";
const arnA = "/cashsouk/prod/cloudfront/private-key-arn-a";
const rsa = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });

let wire: AwsWire | undefined;
let templates: string;
beforeEach(() => void (templates = mkdtempSync(join(tmpdir(), "cashsouk-parameters-"))));
afterEach(async () => {
  rmSync(templates, { recursive: true });
  await wire?.close();
});

interface Account {
  secrets?: Record<string, string>;
  parameters?: Record<string, string>;
  deleted?: string;
}

/** An account that remembers, as far as this needs. */
async function account({ secrets = {}, parameters = {}, deleted }: Account = {}) {
  const there = (name: string) => name in secrets;
  wire = await startAwsWire({
    DescribeSecret: ({ input: { SecretId } }: { input: { SecretId: string } }) =>
      there(SecretId)
        ? { ARN: arn(SecretId), Name: SecretId, ...(deleted === SecretId && { DeletedDate: 1_795_000_000 }) }
        : fault("ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
    CreateSecret: ({ input: { Name, SecretString } }: { input: { Name: string; SecretString: string } }) => {
      secrets[Name] = SecretString;
      return { ARN: arn(Name), Name };
    },
    GetSecretValue: ({ input: { SecretId } }: { input: { SecretId: string } }) => ({ SecretString: secrets[SecretId] }),
    GetParameters: ({ input: { Names } }: { input: { Names: string[] } }) => ({
      Parameters: Names.filter((Name) => Name in parameters).map((Name) => ({ Name, Value: parameters[Name] })),
    }),
    PutParameter: ({ input: { Name, Value } }: { input: { Name: string; Value: string } }) => {
      if (Name in parameters) return fault("ParameterAlreadyExists", "The parameter already exists.");
      parameters[Name] = Value;
      return {};
    },
  });
  return { secrets, parameters };
}

function keep(TrustedFileKeys: string, mode: "apply" | "plan" = "apply") {
  const folder = join(templates, "parameters", "production");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "platform.json"), JSON.stringify({ TrustedFileKeys }));
  const ports = { secrets: new SecretsManager(wire!.config), parameters: new SSM(wire!.config) };
  return keepSigningKeys(ports, { environment: "production", templates, mode });
}

describe("the key pair that signs files' addresses", () => {
  test("is made where there is none: a secret, the public key, and where the secret is", async () => {
    const { secrets, parameters } = await account();
    expect(await keep("a")).toEqual([{ place: "a", secret: secretA, outcome: "made" }]);
    const privateKey = createPrivateKey(secrets[secretA]!);
    expect([privateKey.asymmetricKeyType, privateKey.asymmetricKeyDetails?.modulusLength]).toEqual(["rsa", 2048]);
    const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" });
    expect(parameters).toEqual({ [publicA]: publicKey, [arnA]: arn(secretA) });
  });

  test("is never replaced, nor read again", async () => {
    const { secrets, parameters } = await account();
    await keep("a");
    const before = structuredClone({ secrets, parameters });
    expect(await keep("a")).toEqual([{ place: "a", secret: secretA, outcome: "kept" }]);
    expect({ secrets, parameters }).toEqual(before);
    expect(wire!.actions().filter((action) => /Create|Put|Value/.test(action))).toEqual([
      "CreateSecret",
      "PutParameter",
      "PutParameter",
    ]);
  });

  const { privateKey, publicKey } = rsa();
  test.each([
    ["its secret", {}],
    ["its public key", { [publicA]: publicKey }],
  ])("is completed where a run was broken off after %s", async (_title, before) => {
    const { parameters } = await account({ secrets: { [secretA]: privateKey }, parameters: { ...before } });
    expect(await keep("a")).toMatchObject([{ outcome: "completed" }]);
    expect(parameters).toEqual({ [publicA]: publicKey, [arnA]: arn(secretA) });
    expect(wire!.actions()).not.toContain("CreateSecret");
  });

  test("gets a second beside it while one takes over from the other", async () => {
    const { secrets } = await account();
    await keep("a");
    expect((await keep("both")).map(({ place, outcome }) => [place, outcome])).toEqual([
      ["a", "kept"],
      ["b", "made"],
    ]);
    expect(Object.keys(secrets)).toEqual([secretA, "/cashsouk/prod/api/cloudfront-private-key-b"]);
  });

  test("is planned without a change", async () => {
    await account({ secrets: { [secretA]: rsa().privateKey } });
    expect((await keep("both", "plan")).map(({ outcome }) => outcome)).toEqual(["completed", "made"]);
    expect(new Set(wire!.actions())).toEqual(new Set(["DescribeSecret", "GetParameters"]));
  });

  test.each<[string, Account, string, string]>([
    ["whose secret is gone", { parameters: { [publicA]: "pem" } }, "a", "half-a-pair"],
    ["whose secret is being deleted", { secrets: { [secretA]: "pem" }, deleted: secretA }, "a", "secret-deleted"],
    ["at a place that there is not", {}, "c", "invalid-parameter"],
  ])("%s is refused, and nothing changes", async (_title, state, trusted, code) => {
    await account(state);
    await expect(keep(trusted)).rejects.toMatchObject({ code });
    expect(wire!.actions().filter((action) => /Create|Put/.test(action))).toEqual([]);
  });
});
