import type { Log, SignInConfiguration } from "@cashsouk/config";
import type { Group } from "@cashsouk/types";
import { expect } from "@jest/globals";
import { type IdentityProvider, startIdentityProvider, type Visitor } from "@cashsouk/testing/identity-provider";
import { parseHolder } from "../cookie";
import { portalSessions } from "../open-session";
import { authRoutes } from "../routes";
import { startApiDouble } from "./api-double";

const origin = "https://investor.cashsouk.example";
const client = { id: "investor-client", secret: "investor-secret", callback: `${origin}/auth/callback` };
const keys: Record<string, Group> = { "the-investors-key": "investor", "the-issuers-key": "issuer" };

export const demoInvestor: Visitor = {
  subject: "subject-1",
  name: "Demo Investor",
  email: "investor@demo.cashsouk.example",
  groups: ["investor"],
};

/** The investor portal's routes between a real identity provider and an API at the wire. */
export async function startPortal() {
  const idp = await startIdentityProvider({ client });
  const api = await startApiDouble(keys);
  const configuration = configurationOf(idp, api.url);
  const logged: object[] = [];
  const log: Log = (message, details) => logged.push({ message, ...details });
  const process = () => portalSessions("investor", configuration, log);
  const sessions = process();
  const routes = authRoutes(() => sessions);

  return {
    idp,
    api,
    sessions,
    /** One more task of the same portal. */
    process,
    logged,
    /** Somebody at an address, as the proxies in front tell it. */
    browser: (forwardedFor?: string) => new Browser(routes, forwardedFor),
    ask: (request: Request) => routes.GET(request, { params: Promise.resolve({ action: "sign-in" }) }),
    stateOf: (browser: Browser) => sessions.open(holderOf(browser)),
    async signedIn(): Promise<Browser> {
      const browser = new Browser(routes);
      expect(await browser.signIn(idp, demoInvestor)).toBe("/account");
      return browser;
    },
    /** As after its start, for the next test. */
    reset(): void {
      Object.assign(api, { away: false, before: undefined, refuses: undefined, signInAway: false });
      api.rows.clear();
      api.asked.length = api.tokens.length = idp.asked.length = logged.length = 0;
      Object.assign(idp, { accessTokenSeconds: 3600, refuses: undefined });
    },
    async close() {
      await Promise.all([idp.close(), api.close()]);
    },
  };
}

export type InvestorPortal = Awaited<ReturnType<typeof startPortal>>;

export const holderOf = ({ cookie }: Browser) => parseHolder(cookie?.split("=")[1]);
/** What the address of the page `/sign-in` says. */
export const noticeOf = (location: string) => Object.fromEntries(new URL(location, origin).searchParams);

function configurationOf(idp: IdentityProvider, apiUrl: URL): SignInConfiguration {
  return {
    release: "development",
    apiUrl,
    assetsUrl: undefined,
    origin,
    portalKey: "the-investors-key",
    sessionSecret: "a-secret-for-tests-of-32-characters",
    cognito: {
      domain: idp.url,
      clientId: client.id,
      clientSecret: client.secret,
      issuer: idp.issuer,
      jwksUrl: idp.jwksUrl,
    },
    trustedProxies: 2,
    uploadsUrl: undefined,
  };
}

/** Keeps the portal's cookie, and follows nothing by itself. */
export class Browser {
  cookie: string | undefined;
  /** All cookies that were set, attributes and all. */
  readonly set: string[] = [];

  constructor(
    private readonly routes: ReturnType<typeof authRoutes>,
    private readonly forwardedFor: string = `${randomAddress()}, 192.0.2.1`,
  ) {}

  async get(path: string): Promise<string> {
    return this.ask("GET", path);
  }

  async post(path: string): Promise<string> {
    return this.ask("POST", path);
  }

  /** Begins at the portal, passes the hosted pages as the visitor, and ends where the callback leads. */
  async signIn(idp: IdentityProvider, visitor: Visitor | "cancel", returnTo = "/account"): Promise<string> {
    const address = await this.get(`/auth/sign-in?${new URLSearchParams({ return: returnTo })}`);
    const back = await idp.visit(address, visitor);
    return this.get(`${back.pathname}${back.search}`);
  }

  private async ask(method: "GET" | "POST", path: string): Promise<string> {
    const url = new URL(path, origin);
    const headers = new Headers({ "x-forwarded-for": this.forwardedFor });
    if (this.cookie) headers.set("cookie", this.cookie);
    const request = new Request(url, { method, headers });
    const action = url.pathname.replace("/auth/", "");
    const response = await this.routes[method](request, { params: Promise.resolve({ action }) });
    for (const line of response.headers.getSetCookie()) {
      this.set.push(line);
      this.cookie = line.includes("Max-Age=0") ? undefined : line.split(";")[0];
    }
    if (response.status !== 303) throw new Error(`${method} ${path}: answered ${response.status}`);
    return response.headers.get("location") ?? "";
  }
}

/** Each browser at another, so that tests don't count for each other. */
const randomAddress = () => `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".")}`;
