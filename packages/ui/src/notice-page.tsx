import type { ReactNode } from "react";
import { Star } from "./star";

/** A page that says one thing and offers the next step. */
export function NoticePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-6xl px-5 py-20 sm:px-8 sm:py-28">
      <Star className="size-12 fill-none stroke-sand" />
      <h1 className="mt-6 font-serif text-4xl font-semibold tracking-tight sm:text-5xl">{title}</h1>
      <p className="mt-4 max-w-xl text-lg text-ink-soft">{text}</p>
      <div className="mt-8 flex flex-wrap items-center gap-4">{children}</div>
    </div>
  );
}
