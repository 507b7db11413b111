import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, PortalShell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { currentSession } from "../sign-in";

export const metadata = portalMetadata({
  title: "CashSouk administration",
  description: "For CashSouk’s staff: review, disbursement, settlement and reports.",
  listed: false,
});

export default async function Layout({ children }: { children: ReactNode }) {
  const addresses = portalAddresses((await headers()).get("host"));
  const session = await currentSession();
  return (
    <PortalShell portal="admin" addresses={addresses} user={session?.user}>
      {children}
    </PortalShell>
  );
}
