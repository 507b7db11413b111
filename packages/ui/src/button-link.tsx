import type { ReactNode } from "react";
import { type ButtonLook, buttonClasses } from "./button";

/** A link that looks like the step it is. */
export function ButtonLink({
  href,
  look = "primary",
  children,
}: {
  href: string;
  look?: ButtonLook;
  children: ReactNode;
}) {
  return (
    <a href={href} className={buttonClasses(look)}>
      {children}
    </a>
  );
}
