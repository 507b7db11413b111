import type { Group } from "@cashsouk/types";
import type { ReactNode } from "react";
import { portals } from "./portals";

/** The first page of somebody who is signed in: who they are here, and what is theirs. */
export function Dashboard({
  user,
  lead,
  children,
}: {
  user: { name: string; role: Group };
  lead: string;
  children: ReactNode;
}) {
  return (
    <>
      <div className="mx-auto max-w-6xl px-5 pt-12 sm:px-8 sm:pt-16">
        <p className="font-semibold text-brand">{portals[user.role].role}</p>
        <h1 className="mt-2 font-serif text-4xl font-semibold tracking-tight sm:text-5xl">Welcome, {user.name}</h1>
        <p className="mt-4 max-w-2xl text-lg text-ink-soft">{lead}</p>
      </div>
      {children}
    </>
  );
}

/** A titled part of a signed-in page; closer to its neighbours than a front page's. */
export function Panel({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`${id}-title`} className="mx-auto max-w-6xl px-5 pt-10 last:pb-16 sm:px-8">
      <h2 id={`${id}-title`} className="font-serif text-2xl font-semibold tracking-tight">
        {title}
      </h2>
      <div className="mt-5">{children}</div>
    </section>
  );
}

/** Terms and what they are, for figures and facts alike. */
export function Facts({ facts }: { facts: readonly (readonly [term: string, fact: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-8 gap-y-5 rounded-lg border border-line bg-white p-6 sm:grid-cols-2 lg:grid-cols-3">
      {facts.map(([term, fact]) => (
        <div key={term} className="min-w-0">
          <dt className="text-sm text-ink-soft">{term}</dt>
          <dd className="text-lg font-semibold tabular-nums">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
