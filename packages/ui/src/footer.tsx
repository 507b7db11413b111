import type { NavigationLink } from "./header";
import { Star } from "./star";

export function Footer({ links }: { links: readonly NavigationLink[] }) {
  return (
    <footer className="on-dark bg-earth-deep text-linen">
      <div className="mx-auto grid max-w-6xl gap-8 px-5 py-12 sm:px-8 md:grid-cols-[1fr_auto]">
        <div className="max-w-xl space-y-3 text-sm leading-relaxed">
          <p className="flex items-center gap-2.5 font-serif text-lg font-semibold text-white">
            <Star className="size-5 fill-sand" />
            CashSouk
          </p>
          <p>Shariah-compliant invoice financing between companies and investors in Malaysia.</p>
          <p>
            Capital is at risk. CashSouk is not a bank, and the Malaysia Deposit Insurance Corporation (PIDM) does not
            protect what you invest.
          </p>
          <p>All times are Malaysian time (UTC+8). All amounts are in ringgit.</p>
        </div>
        <nav aria-label="Footer">
          <ul className="text-sm">
            {links.map(({ href, label }) => (
              <li key={href}>
                <a
                  href={href}
                  className="inline-block py-1.5 underline decoration-sand underline-offset-4 hover:text-white"
                >
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
