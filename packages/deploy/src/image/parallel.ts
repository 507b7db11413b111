/**
 * Runs `work` on the items, so many at a time. After a failure nothing new is started, what runs is let finish,
 * and all failures come back together. Results and failures are in the items' order.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<{ results: R[]; failures: unknown[] }> {
  const queue = [...items.entries()];
  const results: R[] = [];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined && failures.length === 0; next = queue.shift()) {
      const [index, item] = next;
      await work(item).then(
        (result) => (results[index] = result),
        (failure: unknown) => (failures[index] = failure),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  // Without the places of those that came to something else, or to nothing.
  return { results: results.filter(() => true), failures: failures.filter(() => true) };
}
