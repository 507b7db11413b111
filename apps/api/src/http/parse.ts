import type { Request } from "express";
import type { z } from "zod";
import { ApiError } from "./problem";

/** The query in the schema's shape, or one 400 problem that names every field that is wrong. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    400,
    "invalid-request",
    "The query is not valid",
    parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message })),
  );
}
