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
  const outcomes: ({ result: R } | { failure: unknown })[] = [];
  let failed = false;
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined && !failed; next = queue.shift()) {
      const [index, item] = next;
      outcomes[index] = await work(item).then(
        (result) => ({ result }),
        (failure: unknown) => ((failed = true), { failure }),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return {
    results: outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : [])),
    failures: outcomes.flatMap((outcome) => ("failure" in outcome ? [outcome.failure] : [])),
  };
}
