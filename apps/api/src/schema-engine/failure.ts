import type { DatabaseError } from "pg";
import { maskPasswords } from "./secrets";

/** An error as Prisma's CLI reads it from an engine. */
export interface Failure {
  is_panic: boolean;
  message: string;
  error_code?: string;
  meta?: unknown;
}

/** The WebAssembly engine words connection errors like the native one, but leaves out the codes of these. */
const codeOfMessage: readonly [RegExp, string][] = [
  [/^Authentication failed/, "P1000"],
  [/^Can't reach database/, "P1001"],
  [/^(Timed out|Operation has timed out)/, "P1002"],
  [/^Database `.*` does not exist/, "P1003"],
  [/^User was denied access/, "P1010"],
  [/TLS/, "P1011"],
];

/** `panic` is what the module said before it trapped; a trap itself carries no words. */
export function failureOf(error: unknown, panic?: string): Failure {
  const {
    message = String(error),
    code,
    error_code,
    meta,
    name,
  } = (error ?? {}) as Partial<Record<"message" | "code" | "error_code" | "name", string> & { meta: unknown }>;
  const found = error_code ?? code ?? codeOfMessage.find(([pattern]) => pattern.test(message))?.[1];
  return {
    is_panic: panic !== undefined || name === "RuntimeError",
    message: maskPasswords(panic ?? message),
    ...(found === undefined ? {} : { error_code: found }),
    ...(meta === undefined ? {} : { meta }),
  };
}

/** The native engine's P3018 for a migration that PostgreSQL refused; the WebAssembly one reports no code for it. */
export function failedMigration(failure: Failure, cause: DatabaseError): Failure {
  const name = /migration_name="([^"]+)"/.exec(failure.message)?.[1] ?? "(unknown)";
  const lines = [
    "A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve",
    `Migration name: ${name}`,
    `Database error code: ${cause.code}`,
    [
      `Database error:\n${cause.severity}: ${cause.message}`,
      ...(cause.detail ? [`DETAIL: ${cause.detail}`] : []),
      ...(cause.hint ? [`HINT: ${cause.hint}`] : []),
      ...(cause.position ? [`Position: ${cause.position}`] : []),
    ].join("\n"),
  ];
  return { ...failure, error_code: "P3018", message: maskPasswords(`${lines.join("\n\n")}\n`) };
}
