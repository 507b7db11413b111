import type { Group } from "@cashsouk/types";
import type { NavigationLink } from "./header";

/** Where the portals are, as the browser reaches them. */
export type Addresses = Readonly<Record<Group | "landing", string>>;

interface Portal {
  /** Beside the mark. */
  name: string;
  /** In a sentence, and on a link from another portal. */
  portalName: string;
  /** What somebody is here. */
  role: string;
  /** Whose it is: "for …". */
  people: string;
  /** The other portals that its visitors may have been looking for. */
  elsewhere: readonly Group[];
  /** Its pages for those who are signed in. */
  pages: readonly NavigationLink[];
}

const dashboard = { href: "/dashboard", label: "Dashboard" };
const account = { href: "/account", label: "Account" };

export const portals: Readonly<Record<Group, Portal>> = {
  investor: {
    name: "Investor",
    portalName: "Investor portal",
    role: "Investor",
    people: "investors",
    elsewhere: ["issuer"],
    pages: [dashboard, account],
  },
  issuer: {
    name: "Issuer",
    portalName: "Issuer portal",
    role: "Issuer",
    people: "issuers",
    elsewhere: ["investor"],
    pages: [dashboard, { href: "/documents", label: "Documents" }, account],
  },
  admin: {
    name: "Administration",
    portalName: "Administration",
    role: "CashSouk staff",
    people: "CashSouk’s staff",
    elsewhere: ["investor", "issuer"],
    pages: [dashboard, account],
  },
};
