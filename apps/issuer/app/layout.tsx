import "@cashsouk/styles/portal.css";
import { portalAddresses } from "@cashsouk/config";
import { portalMetadata, PortalShell } from "@cashsouk/ui";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { currentSession } from "../sign-in";

export const metadata = portalMetadata({
  title: "CashSouk for issuers",
  description: "Get most of an unpaid invoice now, under Shariah principles. See the full cost before you sign.",
});

export default async function Layout({ children }: { children: ReactNode }) {
  const addresses = portalAddresses((await headers()).get("host"));
  const session = await currentSession();
  return (
    <PortalShell portal="issuer" addresses={addresses} user={session?.user}>
      {children}
    </PortalShell>
  );
}
