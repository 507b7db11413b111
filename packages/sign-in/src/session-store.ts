import type { ApiCall, Log } from "@cashsouk/config";
import { type Answer, type Group, type Session, session, sessionHours, type Unavailable } from "@cashsouk/types";
import type { ZodType } from "zod";
import { handleOf, seal, unseal } from "./sealed";

/** A record as it was found, and when it ends at the latest. */
export interface Found<Content> {
  kind: "found";
  content: Content;
  expiresAt: string;
}

export type Lookup<Content> = Found<Content> | { kind: "ended" } | Unavailable;

export interface Kept {
  content: object;
  subject: string | null;
  /** How long it lives without being read. */
  idleSeconds: number;
  /** When it ends at the latest, if not as late as the API allows. */
  expiresAt?: string;
  /** Only where it still is: what was ended meanwhile must not come back. */
  existingOnly?: boolean;
}

interface SessionStoreOptions {
  portal: Group;
  secret: string;
  call: ApiCall;
  log: Log;
}

/** The API's session routes, of which it sees handles and sealed texts only. `call` carries the portal's key. */
export function sessionStore({ portal, secret, call, log }: SessionStoreOptions) {
  const path = (id: string) => `/api/v1/sessions/${handleOf(id)}`;

  function open<Content>(answer: Answer<Session>, id: string, schema: ZodType<Content>): Lookup<Content> {
    if (answer.kind === "answered") {
      const parsed = schema.safeParse(unseal(answer.value.sealed, { portal, secret, id }));
      return parsed.success
        ? { kind: "found", content: parsed.data, expiresAt: answer.value.expiresAt }
        : { kind: "ended" };
    }
    if (answer.kind === "unavailable") return answer;
    if (answer.status === 404) return { kind: "ended" };
    // The portal itself is refused: nothing that the visitor did.
    log("the API refuses this portal", answer);
    return { kind: "unavailable", why: answer.code, reference: answer.reference };
  }

  return {
    read: async <Content>(id: string, schema: ZodType<Content>) =>
      open(await call({ method: "GET", path: path(id), schema: session }), id, schema),
    /** Reads it, and it is gone: nobody finishes the same sign-in twice. */
    take: async <Content>(id: string, schema: ZodType<Content>) =>
      open(await call({ method: "POST", path: `${path(id)}/take`, schema: session }), id, schema),
    keep: (id: string, { content, subject, idleSeconds, expiresAt, existingOnly }: Kept) =>
      call({
        method: "PUT",
        path: path(id),
        ...(existingOnly ? { headers: { "if-match": "*" } } : {}),
        body: {
          sealed: seal(content, { portal, secret, id }),
          subject,
          idleSeconds,
          expiresAt: expiresAt ?? new Date(Date.now() + longestMs).toISOString(),
        },
      }),
    end: (id: string) => call({ method: "DELETE", path: path(id) }),
  };
}

/** The API refuses more than this from its own clock's now; ours may be ahead a little. */
const longestMs = sessionHours * 3_600_000 - 60_000;
