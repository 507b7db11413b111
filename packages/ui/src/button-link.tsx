import type { ReactNode } from "react";

const looks = {
  primary: "bg-brand text-white hover:bg-brand-deep",
  quiet: "border border-brand text-brand hover:bg-brand hover:text-white",
};

/** A link that looks like the step it is. */
export function ButtonLink({
  href,
  look = "primary",
  children,
}: {
  href: string;
  look?: keyof typeof looks;
  children: ReactNode;
}) {
  return (
    <a
      href={href}
      className={`inline-flex min-h-11 items-center justify-center rounded-md px-5 py-2.5 font-semibold transition-colors ${looks[look]}`}
    >
      {children}
    </a>
  );
}
