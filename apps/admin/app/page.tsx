import { PortalFront } from "@cashsouk/ui";
import { currentSession } from "../sign-in";

const tasks = {
  title: "What is done here",
  items: [
    {
      title: "Review",
      text: "Companies and applications by age, the document beside its checklist, a grade with its reasons.",
    },
    { title: "Notes", text: "The life of each note: listing, disbursement, settlement with a preview of every share." },
    {
      title: "Finance",
      text: "Trial balance at zero, reconciliation with the trust account, withdrawals to instruct.",
    },
    {
      title: "Reports and audit",
      text: "Late notes in the regulator’s buckets, and who changed what, before and after.",
    },
  ],
};

const path = {
  title: "Two people for every payment",
  steps: [
    {
      title: "The maker prepares",
      text: "Disbursement, settlement, withdrawal or write-off, with the figures it will post.",
    },
    { title: "The checker approves", text: "Someone else, who sees the same figures. Nobody checks their own work." },
    { title: "The ledger posts", text: "Once, and every entry sums to zero. What is posted is never edited." },
  ],
};

export default async function Front() {
  const session = await currentSession();
  return (
    <PortalFront
      title="Administration"
      lead="For CashSouk’s own staff. Applications, notes and money are reviewed, approved and reconciled here, and every step leaves a trace."
      tasks={tasks}
      path={path}
      user={session?.user}
    />
  );
}
