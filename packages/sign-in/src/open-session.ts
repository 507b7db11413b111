import { type ApiClient, apiCall, apiClient, type Log, type SignInConfiguration } from "@cashsouk/config";
import type { Group } from "@cashsouk/types";
import type { Holder } from "./cookie";
import { identityProvider } from "./identity-provider";
import { type SessionRecord, sessionRecord, type Tokens } from "./records";
import { handleOf } from "./sealed";
import { type Found, sessionStore } from "./session-store";
import { signInLimit } from "./sign-in-limit";

/** What stands behind a browser's cookie. */
export type SessionState =
  | { kind: "signed-in"; record: SessionRecord; api: ApiClient }
  | { kind: "signed-out" }
  /** Too old, idle for too long, or ended from elsewhere. */
  | { kind: "ended" }
  /** It can't be had at the moment; it isn't lost. */
  | { kind: "unavailable"; reference: string };

/** Without being used for this long, a session ends. */
export const idleSeconds = 30 * 60;
/** A token that ends within this time is refreshed: it has to outlive the request that it is used for. */
const refreshAheadMs = 60_000;
const limitMs = 5_000;

/** One portal's connections: its sessions with the API, the API in a user's name, and who says who people are. */
export function portalSessions(portal: Group, configuration: SignInConfiguration, log: Log) {
  const { apiUrl, portalKey, sessionSecret, trustedProxies } = configuration;
  const provider = identityProvider(configuration);
  const call = apiCall({ url: apiUrl, headers: { "x-portal-key": portalKey }, limitMs, log });
  const store = sessionStore({ portal, secret: sessionSecret, call, log });
  const limit = signInLimit(trustedProxies);
  const refreshing = new Map<string, ReturnType<typeof refresh>>();

  const apiFor = ({ access }: Tokens, id?: string) =>
    apiClient(
      apiCall({ url: apiUrl, headers: { authorization: `Bearer ${access}` }, limitMs, log }),
      id === undefined ? undefined : handleOf(id),
    );

  async function open(holder: Holder | undefined): Promise<SessionState> {
    if (holder?.kind !== "session") return { kind: "signed-out" };
    const found = await store.read(holder.id, sessionRecord);
    if (found.kind === "found") return refreshed(holder.id, found);
    return found.kind === "ended" ? found : { kind: "unavailable", reference: found.reference };
  }

  async function refreshed(id: string, found: Found<SessionRecord>): Promise<SessionState> {
    const { tokens } = found.content;
    if (tokens.accessEndsAt - Date.now() > refreshAheadMs)
      return { kind: "signed-in", record: found.content, api: apiFor(tokens, id) };
    // Pages ask for several things at once: one of them refreshes, the others wait for it.
    const running = refreshing.get(id) ?? refresh(id, found).finally(() => refreshing.delete(id));
    refreshing.set(id, running);
    return running;
  }

  async function refresh(id: string, { content, expiresAt }: Found<SessionRecord>): Promise<SessionState> {
    const outcome = await provider.refresh(content.tokens);
    if (outcome.kind === "refreshed" && outcome.groups.includes(portal)) {
      const record = { ...content, tokens: outcome.tokens };
      const { subject } = record.user;
      const kept = await store.keep(id, { content: record, subject, idleSeconds, expiresAt, existingOnly: true });
      if (kept.kind === "refused" && kept.code === "session-ended") return { kind: "ended" };
      // The token serves this request all the same; the next one refreshes again.
      if (kept.kind !== "answered") log("refreshed session not kept", kept);
      return { kind: "signed-in", record, api: apiFor(record.tokens, id) };
    }
    const reference = crypto.randomUUID();
    const why = outcome.kind === "refreshed" ? "the role was withdrawn" : outcome.why;
    log("session not refreshed", { kind: outcome.kind, why, reference });
    if (outcome.kind !== "refreshed" && !outcome.grantIsVoid) return { kind: "unavailable", reference };
    await store.end(id);
    return { kind: "ended" };
  }

  return { portal, configuration, log, provider, store, limit, apiFor, open };
}

export type PortalSessions = ReturnType<typeof portalSessions>;
