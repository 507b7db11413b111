import * as v from "valibot";
import { isRecord } from "../is-record";

/** What is said of a value that is another thing than what was wanted. */
export const want = (what: string) => (issue: v.BaseIssue<unknown>) => `want ${what}, got ${issue.received}`;

/** An object. The library's own takes a list for one. */
export const record = v.custom<Record<string, unknown>>(isRecord, want("an object"));

/** An object of texts. */
export const texts = v.pipe(record, v.record(v.string(), v.string(want("text"))));
