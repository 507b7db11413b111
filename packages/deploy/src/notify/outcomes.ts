/** How an outcome is shown, and whether somebody has to be called for it. */
interface Shown {
  readonly mark: string;
  readonly words: string;
  readonly bad: boolean;
}

const good = (mark: string, words: string): Shown => ({ mark, words, bad: false });
const bad = (mark: string, words: string): Shown => ({ mark, words, bad: true });

const shown: Record<string, Shown> = {
  deployed: good("✅", "deployed"),
  waiting: good("⏳", "waiting for approval"),
  cancelled: good("⏹️", "cancelled"),
  superseded: good("⏭️", "superseded"),
  skipped: good("⏸️", "skipped"),
  "not-started": good("⏸️", "not started"),
  "drill-done": good("🧯", "restore drill done"),
  "drill-failed": bad("❌", "restore drill failed"),
  "rolled-back": bad("↩️", "rolled back"),
  "timed-out": bad("⏱️", "timed out"),
  stopped: bad("⏹️", "stopped"),
  idle: bad("⚪", "idle"),
  failed: bad("❌", "failed"),
};

/** What nobody knows is bad, and told by its own name. */
export function show(outcome: string): Shown {
  return (Object.hasOwn(shown, outcome) ? shown[outcome] : undefined) ?? bad("❌", outcome);
}
