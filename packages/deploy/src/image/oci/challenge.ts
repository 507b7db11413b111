/** What a registry asks for in `WWW-Authenticate`. https://distribution.github.io/distribution/spec/auth/token/ */
export type Challenge =
  | { readonly scheme: "basic" }
  | {
      readonly scheme: "bearer";
      readonly realm: string;
      readonly service?: string | undefined;
      readonly scope?: string | undefined;
    };

export function parseChallenge(header: string): Challenge | undefined {
  // Several may be offered at once; one for a token goes first.
  const [, rest] = /(?:^|,)\s*bearer\s(.*)$/is.exec(header) ?? [];
  if (rest === undefined) return /(?:^|,)\s*basic\b/i.test(header) ? { scheme: "basic" } : undefined;
  const fields = new Map<string, string>();
  for (const [, name = "", quoted, bare] of rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g))
    if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), quoted ?? bare ?? "");
  const [realm, service, scope] = ["realm", "service", "scope"].map((name) => fields.get(name));
  return realm ? { scheme: "bearer", realm, service, scope } : undefined;
}
