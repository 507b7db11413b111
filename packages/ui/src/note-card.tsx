import type { Note } from "@cashsouk/types";
import { fundedText, remainingSen, ringgit, yearlyRate } from "./format/money";
import { malaysianTime, timeToClose } from "./format/time";
import { NoteStatusLabel } from "./note-status";

const frame = "flex flex-col rounded-lg border border-line bg-white p-5 sm:p-6";

export function NoteCard({ note, now }: { note: Note; now: Date }) {
  const closesAt = new Date(note.listingClosesAt);
  return (
    <article aria-labelledby={note.id} className={frame}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <NoteStatusLabel status={note.status} />
        <span className="text-sm font-semibold">{timeToClose(closesAt, now)}</span>
      </div>
      <h3 id={note.id} className="mt-4 text-lg font-semibold leading-snug">
        {note.issuer.name}
      </h3>
      <p className="text-sm text-ink-soft tabular-nums">{note.reference}</p>

      <dl className="mt-4 grid grid-cols-2 gap-4 border-t border-line pt-4">
        <Figure term="Profit rate" text={yearlyRate(note.profitRateBasisPoints)} />
        <Figure term="Tenure" text={`${note.tenureDays} days`} />
      </dl>

      <div className="mt-auto pt-5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3 tabular-nums">
          <span className="font-semibold">{fundedText(note)}</span>
          <span className="text-sm text-ink-soft">{ringgit(remainingSen(note))} left</span>
        </p>
        {/* The policy of the portals allows no style attributes; a drawing's width is none. */}
        <svg aria-hidden="true" className="mt-2 h-2 w-full rounded-full bg-linen">
          <rect width={`${note.fundedPercent}%`} height="100%" rx="4" className="fill-earth" />
        </svg>
        <p className="mt-2 text-sm text-ink-soft tabular-nums">
          {ringgit(note.fundedSen)} of {ringgit(note.targetSen)}
        </p>
        <p className="mt-1 text-sm text-ink-soft">
          Closes <time dateTime={note.listingClosesAt}>{malaysianTime(closesAt)}</time>
        </p>
      </div>
    </article>
  );
}

function Figure({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{term}</dt>
      <dd className="text-xl font-semibold tabular-nums">{text}</dd>
    </div>
  );
}

/** As tall as a card, so that the page does not jump when the figures come. */
export function NoteCardSkeleton() {
  return (
    <div aria-hidden="true" className={`${frame} h-[21.5rem] animate-pulse gap-4`}>
      <div className="h-7 w-36 rounded-full bg-linen" />
      <div className="h-6 w-3/4 rounded bg-linen" />
      <div className="h-16 rounded bg-linen" />
      <div className="mt-auto h-20 rounded bg-linen" />
    </div>
  );
}
