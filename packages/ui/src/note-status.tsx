import type { NoteStatus } from "@cashsouk/types";
import { StatusLabel, type Tone } from "./status-label";

const statuses: Record<NoteStatus, { text: string; tone: Tone }> = {
  draft: { text: "Draft", tone: "act" },
  open: { text: "Open for funding", tone: "live" },
  funded: { text: "Funded", tone: "others" },
  disbursing: { text: "Being paid out", tone: "others" },
  active: { text: "Active", tone: "live" },
  late: { text: "Late", tone: "bad" },
  arrears: { text: "In arrears", tone: "bad" },
  defaulted: { text: "Defaulted", tone: "bad" },
  settled: { text: "Settled", tone: "done" },
  failed: { text: "Not funded", tone: "bad" },
  cancelled: { text: "Cancelled", tone: "bad" },
};

export function NoteStatusLabel({ status }: { status: NoteStatus }) {
  return <StatusLabel {...statuses[status]} />;
}
