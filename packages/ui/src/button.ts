const looks = {
  primary: "bg-brand text-white hover:bg-brand-deep",
  quiet: "border border-brand text-brand hover:bg-brand hover:text-white",
};

export type ButtonLook = keyof typeof looks;

/** What links and buttons that look like the step they are have in common; large enough for a thumb. */
export function buttonClasses(look: ButtonLook): string {
  return `inline-flex min-h-11 cursor-pointer items-center justify-center rounded-md px-5 py-2.5 font-semibold transition-colors ${looks[look]}`;
}
