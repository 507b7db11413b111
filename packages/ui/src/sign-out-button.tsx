import { type ButtonLook, buttonClasses } from "./button";

/** A form, not a link: nothing that only looks at an address signs anybody out. */
export function SignOutButton({
  everywhere = false,
  look = "primary",
  children,
}: {
  everywhere?: boolean;
  look?: ButtonLook;
  children: string;
}) {
  return (
    <form method="post" action={everywhere ? "/auth/sign-out-everywhere" : "/auth/sign-out"} className="shrink-0">
      <button className={buttonClasses(look)}>{children}</button>
    </form>
  );
}
