import { groups, type Refused, type Unavailable } from "@cashsouk/types";
import { clearCookie, type Holder, newHolder, readCookie, setCookie } from "./cookie";
import { type Notice, noticePath } from "./notice";
import { idleSeconds, type PortalSessions } from "./open-session";
import { flowRecord, type FlowRecord, type SessionRecord, type Tokens } from "./records";
import { defaultReturnPath, ownPath } from "./return-path";
import { handleOf, newId } from "./sealed";

/** How long somebody may take at the hosted pages. */
const flowSeconds = 15 * 60;

/** The four steps that change who is signed in. Each answers with a redirection and says nothing of its own. */
export function authSteps(sessions: PortalSessions) {
  const { portal, configuration, log, provider, store, limit, apiFor, open } = sessions;

  async function signIn(request: Request): Promise<Response> {
    const returnTo = ownPath(new URL(request.url).searchParams.get("return"), configuration.origin);
    const holder = readCookie(portal, request);
    if ((await open(holder)).kind === "signed-in") return redirect(returnTo);
    // A picture or a script of another page begins no sign-in, and must not use up those of its address.
    const destination = request.headers.get("sec-fetch-dest");
    if (destination && destination !== "document") return new Response(null, { status: 403 });
    if (await limit.isExceeded(request)) {
      log("sign-in not begun", { because: "too-many" });
      return notice({ because: "too-many", returnTo });
    }
    const browser = holder ?? newHolder("visitor");
    const flow = provider.newFlow(newId());
    const content: FlowRecord = { kind: "flow", ...flow, returnTo, browser: handleOf(browser.id) };
    const expiresAt = new Date(Date.now() + flowSeconds * 1000).toISOString();
    const kept = await store.keep(flow.state, { content, subject: null, idleSeconds: flowSeconds, expiresAt });
    if (kept.kind !== "answered") return failed("sign-in not begun", kept, returnTo);
    return redirect(await provider.signInAddress(flow), holder ? [] : [setCookie(portal, browser)]);
  }

  async function callback(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const holder = readCookie(portal, request);
    const state = query.get("state") ?? "";
    const taken = await store.take(state, flowRecord);
    if (taken.kind === "unavailable") return failed("sign-in not finished", taken, defaultReturnPath);
    if (taken.kind === "ended") return stale(holder, defaultReturnPath);
    if (!holder || taken.content.browser !== handleOf(holder.id)) return stale(holder, taken.content.returnTo);
    const { returnTo, nonce, verifier } = taken.content;
    const outcome = await provider.exchange(query, { state, nonce, verifier });
    if (outcome.kind !== "exchanged") {
      const reference = crypto.randomUUID();
      log("sign-in not finished", { because: outcome.kind, why: outcome.why, reference });
      return notice({ because: outcome.kind, returnTo, reference });
    }
    const { identity, tokens } = outcome;
    if (!identity.groups.includes(portal)) {
      await revoke(tokens);
      const theirs = groups.filter((group) => identity.groups.includes(group));
      return notice({ because: "wrong-role", returnTo: defaultReturnPath, theirs });
    }
    const me = await apiFor(tokens).introduce(identity.idToken);
    if (me.kind !== "answered") {
      await revoke(tokens);
      return failed("sign-in not finished", me, returnTo);
    }
    const user = { subject: me.value.subject, name: me.value.name, email: me.value.email };
    return keep({ kind: "session", user, tokens }, holder, returnTo);
  }

  /** Another id than before, so that an id known to somebody else is never signed in. */
  async function keep(content: SessionRecord, before: Holder, returnTo: string): Promise<Response> {
    const holder = newHolder("session");
    const kept = await store.keep(holder.id, { content, subject: content.user.subject, idleSeconds });
    if (kept.kind !== "answered") return failed("session not kept", kept, returnTo);
    if (before.kind === "session") await store.end(before.id);
    return redirect(returnTo, [setCookie(portal, holder)]);
  }

  /** Whoever went back, pressed a link twice, or signed in in another tab meanwhile, is signed in already. */
  async function stale(holder: Holder | undefined, returnTo: string): Promise<Response> {
    const { kind } = await open(holder);
    if (kind === "signed-in") return redirect(returnTo);
    const reference = crypto.randomUUID();
    log("sign-in not finished", { because: "stale", reference });
    return notice({ because: "stale", returnTo, reference });
  }

  /** The browser forgets only what has ended: otherwise it looks so, and whoever has a copy of the cookie is signed in. */
  async function signOut(request: Request): Promise<Response> {
    const holder = readCookie(portal, request);
    const state = await open(holder);
    if (holder?.kind === "session") {
      const ended = await store.end(holder.id);
      if (ended.kind !== "answered") {
        log("session not ended", ended);
        return notice({ because: "not-signed-out", returnTo: "/account", reference: ended.reference });
      }
    }
    if (state.kind === "signed-in") await revoke(state.record.tokens);
    return redirect(provider.signOutAddress(), [clearCookie(portal)]);
  }

  async function signOutEverywhere(request: Request): Promise<Response> {
    const state = await open(readCookie(portal, request));
    if (state.kind === "unavailable")
      return notice({ because: "still-signed-in", returnTo: "/account", reference: state.reference });
    // Nobody's sessions elsewhere can be ended without one here: they must not believe that they were.
    if (state.kind !== "signed-in") return notice({ because: "ended", returnTo: "/account" });
    const answer = await state.api.endMySessions();
    if (answer.kind !== "answered") {
      log("sessions not ended", answer);
      return notice({ because: "still-signed-in", returnTo: "/account", reference: answer.reference });
    }
    return redirect(provider.signOutAddress(), [clearCookie(portal)]);
  }

  /** That one could not be is for the log: nobody has it any more, and it ends by itself. */
  async function revoke(tokens: Tokens): Promise<void> {
    const outcome = await provider.revoke(tokens);
    if (outcome.kind !== "revoked") log("token not revoked", { why: outcome.why });
  }

  function failed(message: string, answer: Refused | Unavailable, returnTo: string): Response {
    log(message, answer);
    return notice({ because: answer.kind, returnTo, reference: answer.reference });
  }

  return { signIn, callback, signOut, signOutEverywhere };
}

function notice(told: Notice): Response {
  return redirect(noticePath(told));
}

function redirect(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** The steps by their addresses below `/auth/`. */
export function authRoutes(sessions: () => PortalSessions) {
  const route =
    (choose: (steps: ReturnType<typeof authSteps>) => Record<string, (request: Request) => Promise<Response>>) =>
    async (request: Request, { params }: { params: Promise<{ action: string }> }): Promise<Response> => {
      const steps = new Map(Object.entries(choose(authSteps(sessions()))));
      const step = steps.get((await params).action);
      return step ? step(request) : new Response(null, { status: 404 });
    };
  return {
    GET: route(({ signIn, callback }) => ({ "sign-in": signIn, callback })),
    POST: route(({ signOut, signOutEverywhere }) => ({
      "sign-out": signOut,
      "sign-out-everywhere": signOutEverywhere,
    })),
  };
}
