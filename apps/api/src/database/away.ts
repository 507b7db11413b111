/** Prisma's codes for a server that cannot be reached, refuses us or is too slow, and PostgreSQL's for one that goes down. */
const codes = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1003",
  "P1008",
  "P1010",
  "P1011",
  "P1017",
  "P2024",
  // A transaction that got no connection in its time, or lasted longer than it may.
  "P2028",
  "57P01",
  "57P02",
  "57P03",
]);

/** Whether an error says that the database does not answer, rather than that a query is wrong. */
export function databaseIsAway(error: unknown): boolean {
  return chain(error).some((link) => {
    if (
      typeof link.code === "string" &&
      (codes.has(link.code) || /^E(CONN|HOST|NET|AI_|TIMEDOUT|PIPE)/.test(link.code))
    )
      return true;
    return /Can't reach database|timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(
      link.message ?? "",
    );
  });
}

interface Link {
  code?: unknown;
  message?: string;
  cause?: unknown;
}

function chain(error: unknown): Link[] {
  const links: Link[] = [];
  let link: unknown = error;
  while (isLink(link) && links.length < 10) {
    links.push(link);
    link = link.cause;
  }
  return links;
}

function isLink(value: unknown): value is Link {
  return typeof value === "object" && value !== null;
}
