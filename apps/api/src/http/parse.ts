import express, { type Request } from "express";
import type { z } from "zod";
import { ApiError } from "./problem";

/** The query in the schema's shape, or one 400 problem that names every field that is wrong. */
export const parseQuery = <Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> =>
  parse(schema, request.query, "query");

/** The same for a body that `jsonBody` has read. */
export const parseBody = <Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> =>
  parse(schema, (request.body as unknown) ?? {}, "body");

/** The same for what a path names, e.g. `:id`. */
export const parsePath = <Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> =>
  parse(schema, request.params, "path");

/** Reads a JSON body of at most `limitBytes`. Where it is used, the caller is known already: nobody else makes us parse. */
export const jsonBody = (limitBytes: number) => express.json({ limit: limitBytes });

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    400,
    "invalid-request",
    `The ${place} is not valid`,
    parsed.error.issues.map(({ path, message }) => ({ field: path.join(".") || place, message })),
  );
}
