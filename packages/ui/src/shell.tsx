import type { ReactNode } from "react";
import { fontVariables } from "./fonts";
import { Footer } from "./footer";
import { Header, type HeaderProps, type NavigationLink } from "./header";

/** The page around every page: language, fonts, skip link, header and footer. */
export function Shell({
  footerLinks,
  children,
  ...header
}: HeaderProps & { footerLinks: readonly NavigationLink[]; children: ReactNode }) {
  return (
    <html lang="en-MY" className={fontVariables}>
      <body className="flex min-h-dvh flex-col antialiased">
        <a
          href="#content"
          className="sr-only bg-brand font-semibold text-white focus:not-sr-only focus:absolute focus:left-4 focus:top-4 focus:z-10 focus:px-4 focus:py-3"
        >
          Skip to content
        </a>
        <Header {...header} />
        <main id="content" className="grow">
          {children}
        </main>
        <Footer links={footerLinks} />
      </body>
    </html>
  );
}
