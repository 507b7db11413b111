import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, Shell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";

export const metadata = portalMetadata({
  title: "CashSouk: Shariah-compliant invoice financing in Malaysia",
  description:
    "Malaysian companies get paid for their invoices now. Investors fund them from RM100 and share the profit when the customer pays.",
});

export default async function Layout({ children }: { children: ReactNode }) {
  const { investor, issuer } = portalAddresses((await headers()).get("host"));
  const links = [
    { href: "/#notes", label: "Open notes", onPage: true },
    { href: "/#money", label: "How money flows", onPage: true },
    { href: investor, label: "Investors" },
    { href: issuer, label: "Issuers" },
  ];
  return (
    <Shell home="/" links={links} footerLinks={links}>
      {children}
    </Shell>
  );
}
