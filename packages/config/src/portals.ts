/** The portals' hosts and development ports, as services.json has them (a test compares). */
const portals = {
  landing: { subdomain: "", devPort: 3000 },
  investor: { subdomain: "investor", devPort: 3002 },
  issuer: { subdomain: "issuer", devPort: 3001 },
  admin: { subdomain: "admin", devPort: 3003 },
} as const;

export type PortalName = keyof typeof portals;
export type PortalAddresses = Record<PortalName, string>;

/**
 * The portals' addresses as seen from the host that was asked, without a scheme: the browser keeps the one it came with.
 * On localhost and on a bare address, where no label can be put in front, they are the development ports.
 */
export function portalAddresses(host: string | null): PortalAddresses {
  const asked = new URL(host && URL.canParse(`http://${host}`) ? `http://${host}` : "http://localhost");
  const bare = asked.hostname === "localhost" || /^[\d.]+$|^\[/.test(asked.hostname);
  const address = ({ subdomain, devPort }: (typeof portals)[PortalName]) => {
    if (bare) return `//${asked.hostname}:${devPort}/`;
    const apex = asked.host.replace(/^(investor|issuer|admin|www)\./, "");
    return subdomain ? `//${subdomain}.${apex}/` : `//${apex}/`;
  };
  return {
    landing: address(portals.landing),
    investor: address(portals.investor),
    issuer: address(portals.issuer),
    admin: address(portals.admin),
  };
}
