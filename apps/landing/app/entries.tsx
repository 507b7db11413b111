import type { PortalAddresses } from "@cashsouk/config";
import { ButtonLink } from "@cashsouk/ui";
import type { ReactNode } from "react";

export function Entries({ addresses }: { addresses: PortalAddresses }) {
  return (
    <section aria-labelledby="entries-title" className="mx-auto max-w-6xl px-5 py-14 sm:px-8 sm:py-20">
      <h2 id="entries-title" className="font-serif text-3xl font-semibold tracking-tight sm:text-4xl">
        Two ways in
      </h2>
      <div className="mt-8 grid gap-5 md:grid-cols-2">
        <Entry title="You have money to invest">
          <p className="grow leading-relaxed text-ink-soft">
            Choose notes by grade, rate and tenure. See your net return after fees and SST before you commit, and follow
            every ringgit until it is back.
          </p>
          <ButtonLink href={addresses.investor}>Go to the investor portal</ButtonLink>
        </Entry>
        <Entry title="You have invoices to be paid">
          <p className="grow leading-relaxed text-ink-soft">
            Upload an invoice, see the full cost and your net proceeds before you sign, and keep your customers: they
            pay on the day they agreed to.
          </p>
          <ButtonLink href={addresses.issuer}>Go to the issuer portal</ButtonLink>
        </Entry>
      </div>
    </section>
  );
}

function Entry({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-5 rounded-lg border border-line bg-white p-6 sm:p-8">
      <h3 className="font-serif text-2xl font-semibold">{title}</h3>
      {children}
    </div>
  );
}
