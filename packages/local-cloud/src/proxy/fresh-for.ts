/** Reads anew what was read longer ago; undefined where it cannot be read. Who asks meanwhile waits for the same answer. */
export function freshFor<Value>(ms: number, read: () => Promise<Value | undefined>): () => Promise<Value | undefined> {
  let last: { value: Promise<Value | undefined>; at: number } | undefined;
  return () => {
    if (!last || Date.now() - last.at > ms) last = { value: read().catch(() => undefined), at: Date.now() };
    return last.value;
  };
}
