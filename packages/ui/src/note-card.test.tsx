import { describe, expect, test } from "@jest/globals";
import { type Note, noteStatuses } from "@cashsouk/types";
import { renderToStaticMarkup } from "react-dom/server";
import { NoteCard } from "./note-card";
import { NoteStatusLabel } from "./note-status";

const note: Note = {
  id: "6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01",
  reference: "CS-2026-0001",
  issuer: { name: "Demo <Trading> 1" },
  status: "open",
  targetSen: "800000",
  fundedSen: "700000",
  fundedPercent: 87,
  profitRateBasisPoints: 1250,
  tenureDays: 90,
  listingOpensAt: "2026-11-01T00:00:00.000Z",
  listingClosesAt: "2026-12-03T15:59:00.000Z",
};

const words = (html: string) => html.replace(/<[^>]*>/g, "|");

describe("a note's card", () => {
  const html = renderToStaticMarkup(<NoteCard note={note} now={new Date("2026-11-22T00:00:00.000Z")} />);

  test.each([
    "Open for funding",
    "11 days left",
    "Demo &lt;Trading&gt; 1",
    "CS-2026-0001",
    "12.5% p.a.",
    "90 days",
    "87% funded",
    "RM1,000.00",
    "RM7,000.00",
    "RM8,000.00",
    "3 Dec 2026, 11:59 pm",
  ])("says %s", (text) => expect(words(html)).toContain(text));
});

describe("a status is never told by colour alone", () => {
  const labels = noteStatuses.map((status) => renderToStaticMarkup(<NoteStatusLabel status={status} />));

  test("each has words of its own", () => expect(new Set(labels.map(words)).size).toBe(noteStatuses.length));

  test("each colour has a shape of its own", () => {
    const colourOf = (html: string) => /bg-[a-z]+/.exec(html)?.[0];
    const shapeOf = (html: string) => / d="([^"]*)"/.exec(html)?.[1];
    const pairs = new Map(labels.map((html) => [colourOf(html), shapeOf(html)]));
    expect(new Set(pairs.values()).size).toBe(pairs.size);
  });
});
