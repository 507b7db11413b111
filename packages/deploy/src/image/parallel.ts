/**
 * Runs `work` on the items, so many at a time. After a failure nothing new is started, what runs is let finish,
 * and all failures come back together.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<{ results: R[]; failures: unknown[] }> {
  const queue = [...items];
  const results: R[] = [];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift())
      await work(item).then(
        (result) => results.push(result),
        (error: unknown) => failures.push(error),
      );
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return { results, failures };
}
