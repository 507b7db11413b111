/** The entries whose name is wanted. */
export function pick<T>(
  values: Readonly<Record<string, T>> | undefined,
  wanted: (name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => wanted(name)));
}

export function isIn(names: ReadonlySet<string>): (name: string) => boolean {
  return (name) => names.has(name);
}

/** To be spread: the entry, or nothing where it would be empty. */
export function nonEmpty(name: string, value: Record<string, unknown>): Record<string, unknown> {
  return isEmpty(value) ? {} : { [name]: value };
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Equal for equal values: an order of names that means nothing makes no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
