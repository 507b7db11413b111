export type Tone = "act" | "others" | "done" | "live" | "bad";

/** Every tone has its own shape, and every status its own words: colour only repeats them. */
const tones: Record<Tone, { className: string; shape: string }> = {
  act: { className: "bg-act-soft text-act", shape: "M8 2 14.5 13.5h-13z" },
  others: { className: "bg-others-soft text-others", shape: "M3 3h10v10H3z" },
  done: { className: "bg-done-soft text-done", shape: "m2 8 2-2 3 3 5-6 2 1.5L7 13z" },
  live: { className: "bg-live-soft text-live", shape: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z" },
  bad: { className: "bg-bad-soft text-bad", shape: "m3 5 2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z" },
};

export function StatusLabel({ tone, text }: { tone: Tone; text: string }) {
  const { className, shape } = tones[tone];
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-1 text-sm font-semibold ${className}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-3 fill-current">
        <path d={shape} />
      </svg>
      {text}
    </span>
  );
}
