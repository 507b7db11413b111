import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, Shell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";

export const metadata = portalMetadata({
  title: "CashSouk administration",
  description: "For CashSouk’s staff: review, disbursement, settlement and reports.",
  listed: false,
});

export default async function Layout({ children }: { children: ReactNode }) {
  const addresses = portalAddresses((await headers()).get("host"));
  return (
    <Shell
      portal="Administration"
      home="/"
      links={[
        { href: addresses.landing, label: "CashSouk home" },
        { href: addresses.investor, label: "Investor portal" },
        { href: addresses.issuer, label: "Issuer portal" },
      ]}
    >
      {children}
    </Shell>
  );
}
