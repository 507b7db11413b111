import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, Shell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";

export const metadata = portalMetadata({
  title: "CashSouk for investors",
  description:
    "Fund Malaysian invoices from RM100 under Shariah principles, and follow every ringgit until it is back.",
});

export default async function Layout({ children }: { children: ReactNode }) {
  const addresses = portalAddresses((await headers()).get("host"));
  return (
    <Shell
      portal="Investor"
      home="/"
      links={[
        { href: addresses.landing, label: "CashSouk home" },
        { href: addresses.issuer, label: "For issuers" },
      ]}
    >
      {children}
    </Shell>
  );
}
