import { z } from "zod";

/** An RFC 9457 problem document, as every error of the API is sent (`application/problem+json`). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  /** Stable, for machines: `not-found`, `invalid-request`, `rate-limited`, `database-unavailable`, `internal`, … */
  code: z.string().regex(/^[a-z][a-z-]*$/),
  /** The reference that a person quotes and that the log carries. */
  requestId: z.string(),
  /** What is wrong with which field, where the request itself is at fault. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

export type Problem = z.infer<typeof problem>;
