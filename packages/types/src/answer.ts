import type { Problem } from "./problem";

/** What the API said to a portal, or why there is nothing to show. `reference` is the request's id in both logs. */
export type Answer<Value> = { kind: "answered"; value: Value } | Refused | Unavailable;

/** The API answered, and it was no: `code` and `detail` are its problem's. */
export interface Refused {
  kind: "refused";
  status: number;
  code: string;
  detail: string;
  errors: NonNullable<Problem["errors"]>;
  reference: string;
}

/** Away, slow, or talking nonsense. `why` is for the log. */
export interface Unavailable {
  kind: "unavailable";
  why: string;
  reference: string;
}
