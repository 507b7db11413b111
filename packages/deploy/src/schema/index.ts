import * as v from "valibot";
import { isRecord } from "../is-record";

/** An object. The library's own takes a list for one. */
export const record = v.custom<Record<string, unknown>>(isRecord, ({ received }) => `want an object, got ${received}`);

/** An object of texts. */
export const texts = v.pipe(
  record,
  v.record(
    v.string(),
    v.string(({ received }) => `want text, got ${received}`),
  ),
);
