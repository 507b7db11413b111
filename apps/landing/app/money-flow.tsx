const steps = [
  {
    title: "A company lists an invoice",
    text: "It has delivered, and its customer owes the money. We check the invoice, the company and the customer before anyone can fund it.",
  },
  {
    title: "Investors fund it",
    text: "From RM100 each, for up to 14 days. The note goes ahead when at least 80% is funded; otherwise every ringgit is released.",
  },
  {
    title: "The company is paid",
    text: "The money waits with a trustee, not with us. It goes to the company after two people have approved the payment.",
  },
  {
    title: "The customer pays",
    text: "The invoice is paid in full. Investors get their money and profit, fees and SST are taken, and the company gets what is left.",
  },
];

export function MoneyFlow() {
  return (
    <section id="money" aria-labelledby="money-title" className="on-dark bg-brand-deep text-white">
      <div className="mx-auto max-w-6xl px-5 py-14 sm:px-8 sm:py-20">
        <h2 id="money-title" className="font-serif text-3xl font-semibold tracking-tight sm:text-4xl">
          How money flows
        </h2>
        <ol className="mt-10 grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-4">
          {steps.map(({ title, text }, index) => (
            <li key={title} className="border-t border-sand pt-4">
              <span aria-hidden="true" className="font-serif text-3xl font-semibold text-sand">
                {index + 1}
              </span>
              <h3 className="mt-2 text-lg font-semibold">{title}</h3>
              <p className="mt-2 leading-relaxed text-linen">{text}</p>
            </li>
          ))}
        </ol>
        <p className="mt-10 max-w-3xl leading-relaxed text-linen">
          If the customer pays late, compensation of up to 1% a year goes to investors. A further late charge of up to
          9% a year goes to charity, never to us. The company bears both.
        </p>
      </div>
    </section>
  );
}
