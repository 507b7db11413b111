import { PortalFront } from "@cashsouk/ui";
import { currentSession } from "../sign-in";

const tasks = {
  title: "What you will do here",
  items: [
    { title: "Register your company", text: "Once: the company, its directors, and the account that we pay into." },
    {
      title: "Apply with an invoice",
      text: "Upload the invoice and its papers. Your work is saved as you go, and each section says what it still needs.",
    },
    {
      title: "See the full cost before you sign",
      text: "Platform fee, SST and profit in ringgit, and the exact amount that reaches your account.",
    },
    {
      title: "Follow the note",
      text: "How much is funded, when you are paid, what is due and when. Letters to download.",
    },
  ],
};

const path = {
  title: "From invoice to money",
  steps: [
    { title: "Submitted", text: "Your application is complete and waits for review." },
    { title: "In review", text: "We check the invoice and the customer. If something is missing, we name the item." },
    { title: "Offered", text: "You get a grade, a rate and an amount. Accept it, or turn it down." },
    { title: "Listed", text: "Investors fund your note for up to 14 days. From 80% it goes ahead." },
    { title: "Paid", text: "The money is in your account. The rest follows when your customer pays." },
  ],
};

export default async function Front() {
  const session = await currentSession();
  return (
    <PortalFront
      title="You delivered. Don’t wait 90 days for the money."
      lead="Turn an invoice that your customer still owes into cash now. Investors fund it under Shariah principles; your customer pays on the day you agreed."
      tasks={tasks}
      path={path}
      user={session?.user}
    />
  );
}
