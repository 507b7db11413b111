import { shortArn } from "../short-arn";
import type { Sighting } from "./observe";
import { brief, differences } from "./verdict";

interface Row {
  readonly service: string;
  readonly address: string;
  readonly key: string;
  readonly image: string;
  readonly revision: string;
  readonly since: string;
  readonly seconds: string;
  readonly outcome: string;
}

export interface Table {
  readonly rows: readonly Row[];
  /** Every service runs what the ledger says. */
  readonly good: boolean;
}

/** What was read back, and in which words it is told. `begun`: a release after this moment is this run's. */
export function table(sightings: readonly Sighting[], begun?: Date): Table {
  const told = sightings.map((sighting) => ({ sighting, found: differences(sighting) }));
  return {
    rows: told.map(({ sighting, found }) => row(sighting, found, begun)),
    good: told.every(({ found }) => found.length === 0),
  };
}

function row({ service, url, answer, ecs, release }: Sighting, found: readonly string[], begun?: Date): Row {
  const moved = release && begun && new Date(release.releasedAt) >= begun;
  const tasks = ecs.kind === "service" ? ecs.tasks : [];
  const digests = new Set(tasks.flatMap((task) => task.digests.map(brief)));
  const oldest = tasks.map(({ startedAt }) => startedAt).sort((a, b) => Number(a) - Number(b))[0];
  return {
    service,
    address: url,
    key: answer.kind === "version" ? brief(answer.key) : "–",
    image: [...digests].join(" ") || "–",
    revision: ecs.kind === "service" ? shortArn(ecs.revision) || "–" : "–",
    since: oldest ? clockTime(oldest) : "–",
    seconds: moved ? String(Math.round(release.seconds)) : "–",
    outcome: found.length > 0 ? `NOT AS RELEASED: ${found.join("; ")}` : moved ? "deployed" : serving(release, oldest),
  };
}

/** A task that started after its release is another than the one that was released: it was stopped, or it ended. */
function serving(release: Sighting["release"], oldest: Date | undefined): string {
  const replaced = release && oldest && oldest > new Date(release.releasedAt);
  return replaced ? `serving, by a task that replaced the released one at ${clockTime(oldest)}` : "serving";
}

/** The rows under a heading, in columns as wide as they need to be. */
export function render({ rows }: Table): string {
  const heading: Row = {
    service: "SERVICE",
    address: "ADDRESS",
    key: "KEY",
    image: "IMAGE",
    revision: "REVISION",
    since: "SINCE",
    seconds: "SECONDS",
    outcome: "OUTCOME",
  };
  const columns = Object.keys(heading) as (keyof Row)[];
  const lines = [heading, ...rows];
  const width = (column: keyof Row) => Math.max(...lines.map((line) => line[column].length));
  return lines
    .map((line) =>
      columns
        .map((column) => line[column].padEnd(width(column)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function clockTime(date: Date): string {
  return date.toTimeString().slice(0, 8);
}
