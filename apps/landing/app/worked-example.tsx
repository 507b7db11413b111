const shares = [
  { to: "Investors", what: "their RM7,000.00 back", amount: "7,000.00" },
  { to: "Investors", what: "profit after fee and SST", amount: "173.58" },
  { to: "CashSouk", what: "service fee, 15% of the profit", amount: "31.06" },
  { to: "Government", what: "8% SST on that fee", amount: "2.48" },
  { to: "Issuer", what: "everything that is left", amount: "2,792.88" },
];

/** One invoice to the sen: RM7,000.00 at 12% a year for 90 days of 365, fees of 3% and 15%, SST of 8%. */
export function WorkedExample() {
  return (
    <figure className="rounded-lg border border-line bg-white p-6 shadow-[0.5rem_0.5rem_0_0_var(--color-linen)] sm:p-8">
      <figcaption>
        <h2 className="font-serif text-xl font-semibold">Where a RM10,000.00 invoice goes</h2>
        <p className="mt-1 text-sm leading-relaxed text-ink-soft">
          An example: RM7,000.00 funded for 90 days at 12% p.a. The issuer gets RM6,773.20 on day one, after a 3% fee
          and its SST.
        </p>
      </figcaption>
      <table className="mt-5 w-full text-left">
        <caption className="sr-only">What happens to the money when the customer pays</caption>
        <thead>
          <tr className="border-b border-ink text-sm">
            <th scope="col" className="pb-2 font-semibold">
              When the customer pays
            </th>
            <th scope="col" className="pb-2 text-right font-semibold">
              RM
            </th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ to, what, amount }) => (
            <tr key={what} className="border-b border-line align-baseline">
              <th scope="row" className="py-2.5 pr-4 font-normal">
                <span className="font-semibold">{to}</span>{" "}
                <span className="block text-sm text-ink-soft sm:inline">{what}</span>
              </th>
              <td className="py-2.5 text-right tabular-nums">{amount}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-b-4 border-double border-ink text-lg font-semibold">
            <th scope="row" className="py-3">
              Invoice paid
            </th>
            <td className="py-3 text-right tabular-nums">10,000.00</td>
          </tr>
        </tfoot>
      </table>
    </figure>
  );
}
