import { portalAddresses } from "@cashsouk/config";
import { ButtonLink, NoteGridSkeleton, RiskWarning, Section } from "@cashsouk/ui";
import { headers } from "next/headers";
import { Suspense } from "react";
import { Entries } from "./entries";
import { MoneyFlow } from "./money-flow";
import { OpenNotes } from "./open-notes";
import { WorkedExample } from "./worked-example";

export default async function Home() {
  const addresses = portalAddresses((await headers()).get("host"));
  return (
    <>
      <div className="mx-auto grid max-w-6xl items-center gap-12 px-5 py-14 sm:px-8 sm:py-20 lg:grid-cols-[1.15fr_1fr] lg:gap-16">
        <div>
          <p className="font-semibold text-brand">Shariah-compliant invoice financing in Malaysia</p>
          <h1 className="mt-4 font-serif text-[2.5rem] font-semibold leading-[1.1] tracking-tight sm:text-6xl">
            An unpaid invoice is money already earned.
          </h1>
          <p className="mt-6 max-w-xl text-lg leading-relaxed text-ink-soft">
            Companies get most of it now instead of months later. Investors fund the invoice from RM100, and share the
            profit when the customer pays. No interest: each note is a sale and purchase of goods under Tawarruq.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <ButtonLink href={addresses.investor}>Invest in invoices</ButtonLink>
            <ButtonLink href={addresses.issuer} look="quiet">
              Finance an invoice
            </ButtonLink>
          </div>
        </div>
        <WorkedExample />
      </div>
      <RiskWarning />
      <Section
        id="notes"
        title="Open notes"
        lead="Invoices that investors can fund now, those that close first at the top."
      >
        <Suspense fallback={<NoteGridSkeleton what="the open notes" />}>
          <OpenNotes />
        </Suspense>
      </Section>
      <MoneyFlow />
      <Entries addresses={addresses} />
    </>
  );
}
