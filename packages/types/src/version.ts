import { z } from "zod";

/** `GET /version` of every service: the content key of the image that answers (`development` outside an image). */
export const version = z.object({
  service: z.string(),
  key: z.string().regex(/^([0-9a-f]{64}|development)$/, "want 64 hexadecimal digits, or development"),
  startedAt: z.iso.datetime(),
});

export type Version = z.infer<typeof version>;
