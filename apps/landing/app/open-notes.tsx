import { apiCall, apiClient, jsonLog, readLandingConfiguration } from "@cashsouk/config";
import { malaysianTime, NoteCard, NoteCardSkeleton } from "@cashsouk/ui";
import { connection } from "next/server";

const limit = 6;
/** The page waits no longer than this for its figures. */
const limitMs = 1_000;
const grid = "grid gap-5 sm:grid-cols-2 lg:grid-cols-3";
const log = jsonLog("landing");

/** The live figures, or a plain word that they can't be had: an API that is away never takes this page with it. */
export async function OpenNotes() {
  // Asked anew for each visitor, never at build.
  await connection();
  const { apiUrl } = readLandingConfiguration(process.env);
  const answer = await apiClient(apiCall({ url: apiUrl, limitMs })).openNotes({ limit });
  if (answer.kind !== "answered") {
    log("figures unavailable", answer);
    return (
      <Notice title="Live figures unavailable">
        We can’t show the open notes at the moment. Please load this page again in a few minutes.
      </Notice>
    );
  }
  const { items, nextCursor } = answer.value;
  const now = new Date();
  if (items.length === 0)
    return <Notice title="No notes are open today">New invoices are listed as soon as they are reviewed.</Notice>;
  return (
    <>
      <div className={grid}>
        {items.map((note) => (
          <NoteCard key={note.id} note={note} now={now} />
        ))}
      </div>
      <p className="mt-6 text-sm text-ink-soft">
        {nextCursor && `The ${items.length} notes that close first. Investors see all of them. `}
        Figures as of <time dateTime={now.toISOString()}>{malaysianTime(now)}</time>, Malaysian time.
      </p>
    </>
  );
}

export function NotesSkeleton() {
  return (
    <div className={grid}>
      <p className="sr-only">Loading the open notes</p>
      <NoteCardSkeleton />
      <NoteCardSkeleton />
      <NoteCardSkeleton />
    </div>
  );
}

function Notice({ title, children }: { title: string; children: string }) {
  return (
    <div className="rounded-lg border border-line bg-linen p-6 sm:p-8">
      <h3 className="text-lg font-semibold">{title}</h3>
      <p className="mt-1 text-ink-soft">{children}</p>
    </div>
  );
}
