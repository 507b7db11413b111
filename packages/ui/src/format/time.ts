const timeZone = "Asia/Kuala_Lumpur";
const dayMs = 86_400_000;

const clock = new Intl.DateTimeFormat("en-MY", { timeZone, hour: "numeric", minute: "2-digit", hour12: true });
const date = new Intl.DateTimeFormat("en-MY", { timeZone, day: "numeric", month: "short", year: "numeric" });
const calendar = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });

/** A moment as a day in Malaysia: "3 Dec 2026". */
export function malaysianDate(moment: Date): string {
  return date.format(moment);
}

/** A moment as Malaysia's clocks show it: "3 Dec 2026, 8:25 pm". */
export function malaysianTime(moment: Date): string {
  // Between the minutes and "pm", newer ICU puts a narrow space that some fonts lack.
  return `${date.format(moment)}, ${clock.format(moment).replace(/\s/g, " ")}`;
}

/** How long a listing stays open, counted in Malaysian calendar days as a reader counts them. */
export function timeToClose(closesAt: Date, now: Date): string {
  if (closesAt <= now) return "Closed";
  const days = Math.round((dayNumber(closesAt) - dayNumber(now)) / dayMs);
  if (days === 0) return "Closes today";
  return days === 1 ? "1 day left" : `${days} days left`;
}

function dayNumber(moment: Date): number {
  return Date.parse(calendar.format(moment));
}
