import type { Group } from "@cashsouk/types";
import type { ReactNode } from "react";
import type { NavigationLink } from "./header";
import { type Addresses, portals } from "./portals";
import { Shell } from "./shell";

/** The page around every page of a portal that people sign in to. */
export function PortalShell({
  portal,
  addresses,
  user,
  children,
}: {
  portal: Group;
  addresses: Addresses;
  user: { name: string } | undefined;
  children: ReactNode;
}) {
  const { name, elsewhere, pages } = portals[portal];
  const footerLinks: NavigationLink[] = [
    { href: addresses.landing, label: "CashSouk home" },
    ...elsewhere.map((other) => ({ href: addresses[other], label: portals[other].portalName })),
  ];
  const links = user ? pages : [...footerLinks, { href: "/auth/sign-in", label: "Sign in" }];
  return (
    <Shell portal={name} home="/" links={links} footerLinks={footerLinks} user={user}>
      {children}
    </Shell>
  );
}
