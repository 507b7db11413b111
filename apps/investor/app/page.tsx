import { PortalFront, RiskWarning } from "@cashsouk/ui";
import { currentSession } from "../sign-in";

const tasks = {
  title: "What you will do here",
  items: [
    { title: "Choose notes", text: "Compare grade, rate, tenure and how much is funded. Read who owes the invoice." },
    {
      title: "See your net return first",
      text: "Every note shows what reaches you after the service fee and its SST, to the sen, before you commit.",
    },
    { title: "Hold your wallet", text: "Deposit by FPX, withdraw to your own bank account, and see where money is." },
    {
      title: "Follow your portfolio",
      text: "What is invested, what is due when, what is late and by how many days. Statements for your tax year.",
    },
  ],
};

const path = {
  title: "What happens to a commitment",
  steps: [
    { title: "Held", text: "Your money is set aside for the note. For a short time you can still retract." },
    {
      title: "Confirmed",
      text: "At least 80% is funded and the listing has ended. Below that, all of it is released.",
    },
    { title: "Settled", text: "The customer has paid: your principal and net profit are in your wallet." },
  ],
};

export default async function Front() {
  const session = await currentSession();
  return (
    <PortalFront
      title="Fund real invoices, from RM100 each."
      lead="Each note stands on one invoice that a Malaysian company has earned and its customer still owes. You share the profit when the customer pays."
      tasks={tasks}
      path={path}
      user={session?.user}
    >
      <RiskWarning />
    </PortalFront>
  );
}
