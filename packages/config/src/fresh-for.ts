/** Asks at most once in `ms`, and gives everybody who comes meanwhile the same answer; a failure is not kept. */
export function freshFor<Value>(
  ms: number,
  ask: () => Promise<Value>,
  now: () => number = Date.now,
): () => Promise<Value> {
  let kept: { readonly until: number; readonly answer: Promise<Value> } | undefined;
  return () => {
    if (kept && now() < kept.until) return kept.answer;
    const asked = { until: now() + ms, answer: ask() };
    kept = asked;
    asked.answer.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.answer;
  };
}
