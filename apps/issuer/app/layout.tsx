import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, Shell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";

export const metadata = portalMetadata({
  title: "CashSouk for issuers",
  description: "Get most of an unpaid invoice now, under Shariah principles. See the full cost before you sign.",
});

export default async function Layout({ children }: { children: ReactNode }) {
  const addresses = portalAddresses((await headers()).get("host"));
  return (
    <Shell
      portal="Issuer"
      home="/"
      links={[
        { href: addresses.landing, label: "CashSouk home" },
        { href: addresses.investor, label: "For investors" },
      ]}
    >
      {children}
    </Shell>
  );
}
