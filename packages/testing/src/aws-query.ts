/** `{"Tags.member.1.Key": "a"}` → `{ Tags: [{ Key: "a" }] }`: the query protocol's flat fields as an object. */
export function fromQuery(fields: Record<string, string>): unknown {
  const tree: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(fields)) {
    const names = path.split(".");
    const last = names.pop() ?? path;
    let node = tree;
    for (const name of names) node = (node[name] ??= {}) as Record<string, unknown>;
    node[last] = value;
  }
  return withLists(tree);
}

function withLists(node: unknown): unknown {
  if (typeof node !== "object" || node === null) return node;
  const { member } = node as { member?: Record<string, unknown> };
  if (member) return Object.values(member).map(withLists);
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, withLists(value)]));
}

/** An answer of the query protocol: lists as `<member>`, dates as ISO 8601. */
export function toXml(action: string, body: object): string {
  return `<${action}Response><${action}Result>${element(body)}</${action}Result></${action}Response>`;
}

function element(value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => `<member>${element(entry)}</member>`).join("");
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => `<${name}>${element(inner)}</${name}>`)
      .join("");
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
