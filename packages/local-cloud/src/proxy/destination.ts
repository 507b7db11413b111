import type { ProxyConfiguration } from "./configuration";

export type Destination =
  | { kind: "load-balancer" }
  | { kind: "distribution" }
  | { kind: "aws" }
  | { kind: "refused"; status: 403 | 404 | 405; why: string };

/** The paths of a user pool's own domain that a sign-in needs; the emulator answers much more under any name. */
const signInPaths = new Set([
  "/oauth2/authorize",
  "/oauth2/token",
  "/oauth2/userInfo",
  "/oauth2/revoke",
  "/login",
  "/logout",
]);

/** A file is put, looked at and fetched by its signed address; a POST could be any API of AWS. */
const fileMethods = new Set(["GET", "HEAD", "OPTIONS", "PUT"]);

export interface Asked {
  readonly host: string;
  readonly method: string;
  /** With its query. */
  readonly url: string;
}

/** Where a request goes: a service's host to the load balancer, those that AWS answers itself to the emulator. */
export function destinationOf(
  { hosts, aws }: Pick<ProxyConfiguration, "hosts" | "aws">,
  { host, method, url }: Asked,
): Destination {
  if (hosts.includes(host)) return { kind: "load-balancer" };
  const [path = ""] = url.split("?");
  if (host === aws.signInHost)
    return signInPaths.has(path)
      ? { kind: "aws" }
      : { kind: "refused", status: 404, why: `${host} has the sign-in pages only, and ${path} is none of them.` };
  if (host === aws.assetsHost) return { kind: "distribution" };
  if (host === aws.uploadsHost) {
    if (!fileMethods.has(method))
      return { kind: "refused", status: 405, why: `${host} takes ${[...fileMethods].join(", ")}, not ${method}.` };
    return /^\/[^/]+\/./.test(path)
      ? { kind: "aws" }
      : { kind: "refused", status: 404, why: `${host} has files only: /<bucket>/<key>.` };
  }
  return { kind: "refused", status: 403, why: `No distribution answers to "${host}".` };
}
