import { apiCall, apiClient, freshFor, jsonLog, readLandingConfiguration } from "@cashsouk/config";
import { Box, malaysianTime, NoteGrid } from "@cashsouk/ui";
import { connection } from "next/server";

const limit = 6;
/** The page waits no longer than this for its figures. */
const limitMs = 1_000;
const log = jsonLog("landing");

/** The API limits how often one address asks, and to it all visitors are this server's. */
const openNotes = freshFor(5_000, async () => {
  const { apiUrl } = readLandingConfiguration(process.env);
  const answer = await apiClient(apiCall({ url: apiUrl, limitMs, log })).openNotes({ limit });
  return { answer, now: new Date() };
});

/** The live figures, or a plain word that they can't be had: an API that is away never takes this page with it. */
export async function OpenNotes() {
  // Asked while it serves, never at build.
  await connection();
  const { answer, now } = await openNotes();
  if (answer.kind !== "answered")
    return (
      <Box title="Live figures unavailable">
        We can’t show the open notes at the moment. Please load this page again in a few minutes.
      </Box>
    );
  const { items, nextCursor } = answer.value;
  if (items.length === 0)
    return <Box title="No notes are open today">New invoices are listed as soon as they are reviewed.</Box>;
  return (
    <>
      <NoteGrid notes={items} now={now} />
      <p className="mt-6 text-sm text-ink-soft">
        {nextCursor && `The ${items.length} notes that close first. Investors see all of them. `}
        Figures as of <time dateTime={now.toISOString()}>{malaysianTime(now)}</time>, Malaysian time.
      </p>
    </>
  );
}
