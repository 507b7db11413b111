import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, PortalShell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { currentSession } from "../sign-in";

export const metadata = portalMetadata({
  title: "CashSouk for investors",
  description:
    "Fund Malaysian invoices from RM100 under Shariah principles, and follow every ringgit until it is back.",
});

export default async function Layout({ children }: { children: ReactNode }) {
  const addresses = portalAddresses((await headers()).get("host"));
  const session = await currentSession();
  return (
    <PortalShell portal="investor" addresses={addresses} user={session?.user}>
      {children}
    </PortalShell>
  );
}
