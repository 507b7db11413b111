import type { Note } from "@cashsouk/types";
import { NoteCard, NoteCardSkeleton } from "./note-card";

const grid = "grid gap-5 sm:grid-cols-2 lg:grid-cols-3";

export function NoteGrid({ notes, now }: { notes: readonly Note[]; now: Date }) {
  return (
    <div className={grid}>
      {notes.map((note) => (
        <NoteCard key={note.id} note={note} now={now} />
      ))}
    </div>
  );
}

export function NoteGridSkeleton({ what }: { what: string }) {
  return (
    <div className={grid}>
      <p className="sr-only">Loading {what}</p>
      <NoteCardSkeleton />
      <NoteCardSkeleton />
      <NoteCardSkeleton />
    </div>
  );
}
