import { generateKeyPairSync } from "node:crypto";
import { readLandingConfiguration, readSignInConfiguration } from "@cashsouk/config";
import { environments } from "@cashsouk/deploy";
import { describe, expect, test } from "@jest/globals";
import { readConfiguration } from "../../apps/api/src/configuration/configuration";
import { serviceTask } from "./containers";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** What ECS reads from Parameter Store and Secrets Manager, where only the deployed stack has values. */
const kept: Record<string, string> = {
  PGHOST: "database.internal",
  PGPORT: "5433",
  PGDATABASE: "cashsouk",
  PGUSER: "cashsouk_app",
  PGPASSWORD: "p".repeat(40),
  S3_BUCKET: "cashsouk-uploads",
  COGNITO_USER_POOL_ID: "ap-southeast-5_Abc123",
  COGNITO_APP_CLIENT_ID: "investor-client,issuer-client,admin-client,mobile-client",
  INVESTOR_PORTAL_KEY: "i".repeat(48),
  ISSUER_PORTAL_KEY: "s".repeat(48),
  ADMIN_PORTAL_KEY: "a".repeat(48),
  CLOUDFRONT_URL: "https://assets.cashsouk.com",
  CLOUDFRONT_KEY_PAIR_ID: "K2JCJMDEHXQW5F",
  CLOUDFRONT_PRIVATE_KEY: privateKey,
  NEXT_PUBLIC_COGNITO_DOMAIN: "https://cashsouk.auth.ap-southeast-5.amazoncognito.com",
  NEXT_PUBLIC_COGNITO_CLIENT_ID: "investor-client",
  COGNITO_CLIENT_SECRET: "c".repeat(52),
  PORTAL_KEY: "i".repeat(48),
  SESSION_SECRET: "e".repeat(48),
};

const starts = {
  api: readConfiguration,
  landing: readLandingConfiguration,
  investor: (variables: Record<string, string>) => readSignInConfiguration("investor", variables),
  issuer: (variables: Record<string, string>) => readSignInConfiguration("issuer", variables),
  admin: (variables: Record<string, string>) => readSignInConfiguration("admin", variables),
};

describe.each(environments)("the tasks of %s", (environment) => {
  const given = (name: string) => {
    const { plain, secret } = serviceTask(environment, name);
    const bucket = (value: string) => value.replace(/\$\{import:[^}]+\}/, kept["S3_BUCKET"]!);
    const stored = [...secret.keys()].map((key) => [key, kept[key] ?? `no value for ${key}`] as const);
    return Object.fromEntries([...[...plain].map(([key, value]) => [key, bucket(value)] as const), ...stored]);
  };

  test.each(Object.entries(starts))("%s starts with what its task is given", (name, start) => {
    expect(() => start(given(name))).not.toThrow();
  });

  test.each(Object.entries(starts))("%s is given nothing that it does not read", (name, start) => {
    const read = new Set<string>();
    start(
      new Proxy(given(name), {
        get(target, key: string) {
          read.add(key);
          return target[key];
        },
      }),
    );
    expect(Object.keys(given(name)).filter((key) => !read.has(key))).toEqual([]);
  });
});
