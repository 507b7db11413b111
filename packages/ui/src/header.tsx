import { SignOutButton } from "./sign-out-button";
import { Star } from "./star";

export interface NavigationLink {
  href: string;
  label: string;
  /** Leads to a part of the front page, which a narrow header leaves out. */
  onPage?: boolean;
}

export interface HeaderProps {
  /** The portal's name beside the mark; the public site has none. */
  portal?: string;
  home: string;
  links: readonly NavigationLink[];
  /** Who is signed in. */
  user?: { name: string } | undefined;
}

export function Header({ portal, home, links, user }: HeaderProps) {
  return (
    <header className="border-b border-line bg-paper">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-8 gap-y-2 px-5 py-4 sm:px-8">
        <a href={home} className="mr-auto flex items-center gap-2.5">
          <Star className="size-6 fill-brand" />
          <span className="font-serif text-xl font-semibold tracking-tight">CashSouk</span>
          {portal && <span className="border-l border-sand pl-2.5 text-sm font-medium text-earth">{portal}</span>}
        </a>
        <nav aria-label="Main">
          <ul className="flex flex-wrap gap-x-6 text-sm font-medium">
            {links.map(({ href, label, onPage }) => (
              <li key={href} className={onPage ? "hidden sm:block" : ""}>
                <a
                  href={href}
                  className="inline-block py-2 text-ink-soft underline-offset-4 hover:text-brand hover:underline"
                >
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {user && (
          <div className="flex min-w-0 items-center gap-x-4 text-sm">
            <p className="min-w-0 truncate">
              <span className="sr-only">Signed in as </span>
              <span className="font-semibold">{user.name}</span>
            </p>
            <SignOutButton look="quiet">Sign out</SignOutButton>
          </div>
        )}
      </div>
    </header>
  );
}
