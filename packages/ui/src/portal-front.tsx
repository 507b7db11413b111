import type { ReactNode } from "react";
import { ButtonLink } from "./button-link";

interface Item {
  title: string;
  text: string;
}

/** A portal's front page: for whom it is, what they do there, and how the work moves on. */
export function PortalFront({
  title,
  lead,
  tasks,
  path,
  user,
  children,
}: {
  title: string;
  lead: string;
  /** What can be done here. */
  tasks: { title: string; items: readonly Item[] };
  /** Steps in the order in which they happen. */
  path: { title: string; steps: readonly Item[] };
  /** Who is signed in. */
  user: { name: string } | undefined;
  children?: ReactNode;
}) {
  return (
    <>
      <div className="mx-auto grid max-w-6xl gap-12 px-5 py-14 sm:px-8 sm:py-20 lg:grid-cols-[1.2fr_1fr] lg:gap-20">
        <div>
          <h1 className="font-serif text-4xl font-semibold leading-tight tracking-tight sm:text-5xl">{title}</h1>
          <p className="mt-5 max-w-xl text-lg leading-relaxed text-ink-soft">{lead}</p>
          <div className="mt-8">
            {user ? (
              <ButtonLink href="/dashboard">Go to your dashboard</ButtonLink>
            ) : (
              <ButtonLink href="/auth/sign-in">Sign in</ButtonLink>
            )}
          </div>
        </div>
        <Steps {...path} />
      </div>
      {children}
      <section aria-labelledby="tasks-title" className="border-t border-line bg-white">
        <div className="mx-auto max-w-6xl px-5 py-14 sm:px-8 sm:py-20">
          <h2 id="tasks-title" className="font-serif text-3xl font-semibold tracking-tight">
            {tasks.title}
          </h2>
          <ul className="mt-8 grid gap-x-12 gap-y-8 sm:grid-cols-2">
            {tasks.items.map(({ title, text }) => (
              <li key={title} className="border-t-2 border-brand pt-4">
                <h3 className="text-lg font-semibold">{title}</h3>
                <p className="mt-1 leading-relaxed text-ink-soft">{text}</p>
              </li>
            ))}
          </ul>
        </div>
      </section>
    </>
  );
}

function Steps({ title, steps }: { title: string; steps: readonly Item[] }) {
  return (
    <section aria-labelledby="path-title" className="self-start rounded-lg border border-line bg-white p-6 sm:p-8">
      <h2 id="path-title" className="font-serif text-xl font-semibold">
        {title}
      </h2>
      <ol className="mt-5">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="relative flex gap-4 pb-6 last:pb-0">
            {index < steps.length - 1 && (
              <span aria-hidden="true" className="absolute bottom-0 left-3.5 top-8 w-px bg-sand" />
            )}
            <span
              aria-hidden="true"
              className="flex size-7 shrink-0 items-center justify-center rounded-full bg-linen text-sm font-semibold text-earth tabular-nums"
            >
              {index + 1}
            </span>
            <div>
              <h3 className="font-semibold">{title}</h3>
              <p className="leading-relaxed text-ink-soft">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
