/** What a registry asks for in `WWW-Authenticate`. https://distribution.github.io/distribution/spec/auth/token/ */
export type Challenge =
  | { readonly scheme: "basic" }
  | { readonly scheme: "bearer"; readonly realm: string; readonly service?: string; readonly scope?: string };

export function parseChallenge(header: string): Challenge | undefined {
  const [, scheme = "", rest = ""] = /^\s*(\w+)\s*(.*)$/s.exec(header) ?? [];
  if (/^basic$/i.test(scheme)) return { scheme: "basic" };
  if (!/^bearer$/i.test(scheme)) return undefined;
  const fields = new Map<string, string>();
  for (const [, name = "", quoted, bare] of rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g))
    fields.set(name.toLowerCase(), quoted ?? bare ?? "");
  const [realm, service, scope] = ["realm", "service", "scope"].map((name) => fields.get(name));
  if (!realm) return undefined;
  return { scheme: "bearer", realm, ...(service ? { service } : {}), ...(scope ? { scope } : {}) };
}
