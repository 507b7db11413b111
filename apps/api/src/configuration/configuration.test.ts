import { describe, expect, test } from "@jest/globals";
import { readConfiguration } from "./configuration";

const task = { PGHOST: "db.example", PGDATABASE: "cashsouk", PGUSER: "app", PGPASSWORD: "s3cret/@:" };
const problemsOf = (variables: Record<string, string>) => {
  try {
    readConfiguration(variables);
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
};

describe("the configuration", () => {
  test("of a task comes from libpq's variables, the rest by default", () =>
    expect(readConfiguration(task)).toEqual({
      port: 3000,
      release: "development",
      logLevel: "info",
      trustedProxies: 2,
      rateLimit: 600,
      drainMs: 20_000,
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
        PORT: "http",
        RELEASE: "v1",
        LOG_LEVEL: "loud",
        DRAIN_SECONDS: "0",
        PGPORT: "99999",
        PGSSLMODE: "yes",
      }),
    ).toBe(
      [
        "Invalid configuration:",
        '- RELEASE: want 64 hexadecimal digits, got "v1"',
        '- PORT: want a whole number from 0 to 65535, got "http"',
        '- LOG_LEVEL: want one of debug, info, warn, error, silent, got "loud"',
        '- DRAIN_SECONDS: want a whole number from 1 to 110, got "0"',
        '- PGSSLMODE: want one of disable, require, verify-full, got "yes"',
        "- PGHOST: is required",
        '- PGPORT: want a whole number from 1 to 65535, got "99999"',
        "- PGDATABASE: is required",
        "- PGUSER: is required",
        "- PGPASSWORD: is required",
      ].join("\n"),
    ));

  test.each([
    ["an address of another kind", "mysql://me:s3cret@localhost/dev", "got mysql://…"],
    ["one without a database", "postgresql://me:s3cret@localhost", "got one without database"],
    ["something else", "s3cret", "got something else"],
  ])("refuses %s without repeating the password", (_title, url, words) => {
    const message = problemsOf({ DATABASE_URL: url });
    expect(message).toContain(words);
    expect(message).not.toContain("s3cret");
  });

  test("an empty variable counts as unset", () => expect(readConfiguration({ ...task, PORT: "" }).port).toBe(3000));
});
