export function RiskWarning() {
  return (
    <aside aria-labelledby="risk-title" className="border-y border-act/30 bg-act-soft">
      <div className="mx-auto flex max-w-6xl gap-4 px-5 py-5 sm:px-8">
        <svg viewBox="0 0 24 24" aria-hidden="true" className="mt-0.5 size-6 shrink-0 fill-none stroke-act stroke-2">
          <path d="M12 3 22 20.5H2zM12 10v5M12 17v1" strokeLinejoin="round" />
        </svg>
        <div className="max-w-4xl leading-relaxed">
          <h2 id="risk-title" className="font-semibold">
            Risk warning
          </h2>
          <p>
            You can lose some or all of the money you invest. Profit is not guaranteed: the customer who owes an invoice
            may pay late, or never. You may not be able to get your money out before a note matures. Invest only what
            you can afford to lose.
          </p>
        </div>
      </div>
    </aside>
  );
}
