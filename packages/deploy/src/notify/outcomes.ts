/** How an outcome is shown, and how much it matters beside others. */
interface Shown {
  readonly mark: string;
  readonly words: string;
  /** 0: as it should be; 1: it did not come to it; 2: it was ended; 3: bad, and somebody has to be called. */
  readonly rank: 0 | 1 | 2 | 3;
}

const as = (rank: Shown["rank"], mark: string, words: string): Shown => ({ mark, words, rank });

const shown: Record<string, Shown> = {
  deployed: as(0, "✅", "deployed"),
  "drill-done": as(0, "🧯", "restore drill done"),
  planned: as(0, "📋", "planned"),
  waiting: as(1, "⏳", "waiting for approval"),
  skipped: as(1, "⏸️", "skipped"),
  "not-started": as(1, "⏸️", "not started"),
  cancelled: as(2, "⏹️", "cancelled"),
  superseded: as(2, "⏭️", "superseded"),
  "drill-failed": as(3, "❌", "restore drill failed"),
  "rolled-back": as(3, "↩️", "rolled back"),
  "timed-out": as(3, "⏱️", "timed out"),
  stopped: as(3, "⏹️", "stopped"),
  idle: as(3, "⚪", "idle"),
  failed: as(3, "❌", "failed"),
};

/** GitHub's words for how a job or a step ended, where they differ from ours: of `job.status`, `result` and `outcome`. */
const ofGitHub: Record<string, string> = { success: "deployed", failure: "failed", timed_out: "timed-out" };

/** What may be said of a deployment: our outcomes, and how GitHub says that a job ended. */
export const knownOutcomes: readonly string[] = [...Object.keys(shown), "success", "failure"];

export function outcomeNamed(word: string): string {
  return (Object.hasOwn(ofGitHub, word) ? ofGitHub[word] : undefined) ?? word;
}

/** What nobody knows is bad, and told by its own name. */
export function show(outcome: string): Shown {
  return (Object.hasOwn(shown, outcome) ? shown[outcome] : undefined) ?? as(3, "❌", outcome);
}

export const isBad = (outcome: string) => show(outcome).rank === 3;
