import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { signingKey } from "../../__tests__/signing-key";
import { serverVariables } from "../../__tests__/variables";
import { readConfiguration } from "./configuration";

const database = { PGHOST: "db.example", PGDATABASE: "cashsouk", PGUSER: "app", PGPASSWORD: "s3cret/@:" };
const task = { ...serverVariables, ...database };
const { privateKey } = signingKey();
const distribution = {
  CLOUDFRONT_URL: "https://assets.cashsouk.example",
  CLOUDFRONT_KEY_PAIR_ID: "K2JCJMDEHXQW5F",
  CLOUDFRONT_PRIVATE_KEY: privateKey,
};
const problemsOf = (variables: Record<string, string>) => {
  try {
    readConfiguration(variables);
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
};

describe("the configuration", () => {
  test("of a task comes from its variables, the rest by default", () =>
    expect(readConfiguration(task)).toEqual({
      environment: "production",
      port: 3000,
      release: "development",
      logLevel: "info",
      trustedProxies: 2,
      rateLimit: 600,
      drainMs: 20_000,
      sweepMs: 300_000,
      allowedOrigins: ["https://cashsouk.example", "https://investor.cashsouk.example"],
      portalKeys: {
        investor: "investor-portal-key-for-tests-only",
        issuer: "issuer-portal-key-for-tests-only",
        admin: "admin-portal-key-for-tests-only-",
      },
      cognito: {
        region: "ap-southeast-5",
        poolId: "ap-southeast-5_TestPool1",
        issuer: "https://cognito-idp.ap-southeast-5.amazonaws.com/ap-southeast-5_TestPool1",
        jwksUrl: "https://cognito-idp.ap-southeast-5.amazonaws.com/ap-southeast-5_TestPool1/.well-known/jwks.json",
        clientIds: ["investor-client", "issuer-client", "admin-client"],
      },
      uploads: { region: "ap-southeast-5", bucket: "cashsouk-test-uploads", prefix: "uploads/" },
      poolSize: 10,
      database: {
        host: "db.example",
        port: 5432,
        database: "cashsouk",
        user: "app",
        password: "s3cret/@:",
        ssl: false,
      },
    }));

  test("of a developer comes from DATABASE_URL, which wins", () =>
    expect(readConfiguration({ ...task, DATABASE_URL: "postgresql://me:p%40ss@localhost:5433/dev" }).database).toEqual({
      host: "localhost",
      port: 5433,
      database: "dev",
      user: "me",
      password: "p@ss",
      ssl: false,
    }));

  test.each(["http://172.17.0.1:4566", "http://172.17.0.1:4566/"])(
    "reads the pool's keys from AWS_ENDPOINT_URL %s, and the issuer stays Cognito's",
    (endpoint) =>
      expect(readConfiguration({ ...task, AWS_ENDPOINT_URL: endpoint }).cognito).toMatchObject({
        issuer: "https://cognito-idp.ap-southeast-5.amazonaws.com/ap-southeast-5_TestPool1",
        jwksUrl: "http://172.17.0.1:4566/ap-southeast-5_TestPool1/.well-known/jwks.json",
      }),
  );

  test.each([
    ["as it is", privateKey],
    ["with its lines joined", privateKey.replaceAll("\n", "\\n")],
  ])("takes the key of files' addresses %s", (_title, pem) =>
    expect(readConfiguration({ ...task, ...distribution, CLOUDFRONT_PRIVATE_KEY: pem }).uploads.distribution).toEqual({
      url: new URL("https://assets.cashsouk.example"),
      keyPairId: "K2JCJMDEHXQW5F",
      privateKey,
    }),
  );

  test.each([
    ["two of the three", { CLOUDFRONT_PRIVATE_KEY: "" }, "CLOUDFRONT_PRIVATE_KEY: is required, as CLOUDFRONT_URL"],
    ["a path", { CLOUDFRONT_URL: "https://assets.cashsouk.example/files" }, "CLOUDFRONT_URL: want an origin"],
    ["another id", { CLOUDFRONT_KEY_PAIR_ID: "arn:aws:x" }, "CLOUDFRONT_KEY_PAIR_ID: want a public key's id"],
    [
      "no key",
      { CLOUDFRONT_PRIVATE_KEY: "s3cret" },
      "CLOUDFRONT_PRIVATE_KEY: want an RSA private key of 2048 bits in PEM",
    ],
    [
      "a short key",
      { CLOUDFRONT_PRIVATE_KEY: signingKey(1024).privateKey },
      "CLOUDFRONT_PRIVATE_KEY: want an RSA private key of 2048 bits in PEM",
    ],
  ])("of files' addresses is refused with %s, and the key stays untold", (_title, change, problem) => {
    const told = problemsOf({ ...task, ...distribution, ...change });
    expect(told).toContain(`- ${problem}`);
    expect(told).not.toMatch(/s3cret|BEGIN/);
  });

  test.each([
    ["disable", false],
    ["require", { rejectUnauthorized: false }],
    ["verify-full", { rejectUnauthorized: true }],
  ])("PGSSLMODE=%s means what libpq says of it", (mode, ssl) =>
    expect(readConfiguration({ ...task, PGSSLMODE: mode }).database.ssl).toEqual(ssl),
  );

  test("names every problem in one message", () =>
    expect(
      problemsOf({
        NODE_ENV: "staging",
        PORT: "http",
        RELEASE: "v1",
        AWS_REGION: "malaysia",
        LOG_LEVEL: "loud",
        DRAIN_SECONDS: "0",
        ISSUER_PORTAL_KEY: "s3cret",
        S3_PREFIX: "/uploads",
        S3_PUBLIC_ENDPOINT: "https://me:s3cret@uploads.example",
        PGPORT: "99999",
        PGSSLMODE: "yes",
      }),
    ).toBe(
      [
        "Invalid configuration:",
        '- RELEASE: want 64 hexadecimal digits, got "v1"',
        '- AWS_REGION: want a region as ap-southeast-5, got "malaysia"',
        '- NODE_ENV: want one of production, development, test, got "staging"',
        '- PORT: want a whole number from 0 to 65535, got "http"',
        '- LOG_LEVEL: want one of debug, info, warn, error, silent, got "loud"',
        '- DRAIN_SECONDS: want a whole number from 1 to 110, got "0"',
        "- ALLOWED_ORIGINS: is required",
        "- INVESTOR_PORTAL_KEY: is required",
        "- ISSUER_PORTAL_KEY: want at least 32 characters, got 6",
        "- ADMIN_PORTAL_KEY: is required",
        "- COGNITO_USER_POOL_ID: is required",
        "- COGNITO_APP_CLIENT_ID: is required",
        "- S3_BUCKET: is required",
        '- S3_PREFIX: want a path as uploads/, and none below public/, got "/uploads"',
        "- S3_PUBLIC_ENDPOINT: want an http or https address without a name and password",
        '- PGSSLMODE: want one of disable, require, verify-full, got "yes"',
        "- PGHOST: is required",
        '- PGPORT: want a whole number from 1 to 65535, got "99999"',
        "- PGDATABASE: is required",
        "- PGUSER: is required",
        "- PGPASSWORD: is required",
      ].join("\n"),
    ));

  test.each([
    [
      "a pool of another region",
      { AWS_REGION: "eu-west-1" },
      'COGNITO_USER_POOL_ID: want a pool of AWS_REGION eu-west-1, got "ap-southeast-5_TestPool1"',
    ],
    [
      "something other than a pool",
      { COGNITO_USER_POOL_ID: "pool" },
      'COGNITO_USER_POOL_ID: want an id as <region>_AbCdEf123, got "pool"',
    ],
    [
      "a pool of which the sweep takes all",
      { DATABASE_POOL_SIZE: "1" },
      'DATABASE_POOL_SIZE: want a whole number from 2 to 100, got "1"',
    ],
    ["only commas for clients", { COGNITO_APP_CLIENT_ID: " , " }, "COGNITO_APP_CLIENT_ID: want at least one, got none"],
    [
      "an origin that no browser sends",
      { ALLOWED_ORIGINS: "https://cashsouk.example, https://issuer.cashsouk.example/" },
      'ALLOWED_ORIGINS: want origins as https://cashsouk.com, between commas, got "https://issuer.cashsouk.example/"',
    ],
    [
      "any origin",
      { ALLOWED_ORIGINS: "*" },
      'ALLOWED_ORIGINS: want origins as https://cashsouk.com, between commas, got "*"',
    ],
    [
      "one key for two portals",
      { ADMIN_PORTAL_KEY: serverVariables.ISSUER_PORTAL_KEY },
      "ADMIN_PORTAL_KEY: want a key of its own, got that of ISSUER_PORTAL_KEY",
    ],
    [
      "files where everybody may have them",
      { S3_PREFIX: "public/uploads/" },
      'S3_PREFIX: want a path as uploads/, and none below public/, got "public/uploads/"',
    ],
    [
      "a path that leads there by dots",
      { S3_PREFIX: "uploads/../public/" },
      'S3_PREFIX: want a path as uploads/, and none below public/, got "uploads/../public/"',
    ],
    ["a bucket's address", { S3_BUCKET: "s3://bucket" }, 'S3_BUCKET: want a bucket\'s name, got "s3://bucket"'],
    [
      "an endpoint that is no address",
      { AWS_ENDPOINT_URL: "localhost:4566" },
      "AWS_ENDPOINT_URL: want an http or https address without a name and password",
    ],
  ])("refuses %s", (_title, change, problem) =>
    expect(problemsOf({ ...task, ...change })).toBe(`Invalid configuration:\n- ${problem}`),
  );

  test.each([
    ["an address of another kind", "mysql://me:s3cret@localhost/dev", "got mysql://…"],
    ["one without a database", "postgresql://me:s3cret@localhost", "got one without database"],
    ["something else", "s3cret", "got something else"],
  ])("refuses %s without repeating the password", (_title, url, words) => {
    const message = problemsOf({ ...task, DATABASE_URL: url });
    expect(message).toContain(words);
    expect(message).not.toContain("s3cret");
  });

  test("an empty variable counts as unset", () => expect(readConfiguration({ ...task, PORT: "" }).port).toBe(3000));
});

describe(".env.example", () => {
  const lines = readFileSync(join(__dirname, "../../.env.example"), "utf8").split("\n");
  const entries = (pattern: RegExp) =>
    lines.flatMap((line) => {
      const [, name = "", value = ""] = pattern.exec(line) ?? [];
      return name ? [[name, value] as const] : [];
    });

  test("is a configuration that the server starts with", () => {
    expect(problemsOf(Object.fromEntries(entries(/^([A-Z_0-9]+)=(.*)$/)))).toBe("none");
  });

  test("names exactly the variables that are read", () => {
    const read = new Set<string>();
    const recorded = (variables: Record<string, string>) =>
      new Proxy(variables, {
        get(target, name: string) {
          read.add(name);
          return target[name];
        },
      });
    const verified = { ...task, PGSSLMODE: "verify-full", PGSSLROOTCERT: __filename };
    readConfiguration(recorded({ ...verified, ...distribution }));
    readConfiguration(recorded({ ...verified, DATABASE_URL: "postgresql://me@localhost/dev" }));
    const named = entries(/^(?:# )?([A-Z_0-9]+)=(.*)$/).map(([name]) => name);
    expect(named.toSorted()).toEqual([...read].toSorted());
  });
});
