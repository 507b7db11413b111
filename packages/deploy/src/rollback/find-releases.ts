import { type Environment, shortName } from "../environment";
import { DeployError } from "../error";
import { type LedgerHistory, type PastRelease, readHistory } from "./history";

export interface Sought {
  readonly services: readonly string[];
  /** All of an environment's services are meant: they go back together to what ran at one moment. */
  readonly all: boolean;
  /** Whose ledger it is: a tag names its environment, and another one's counts other revisions. */
  readonly environment: Environment | undefined;
  /** `previous`, a number in the ledger, a tag `released-<environment>-<revision>`, or a commit's or key's first digits. */
  readonly release: string;
}

type Histories = ReadonlyMap<string, readonly PastRelease[]>;
type Found = ReadonlyMap<string, PastRelease | undefined>;

const number = /^\d{1,6}$/;
const tag = /^released-([a-z]+)-(\d+)$/;
const digits = /^[0-9a-f]{7,64}$/;
/** How many of a service's releases a refusal lists. */
const mostListed = 10;

/** Service → the earlier release that is meant. A service that runs what is meant stays, and is not in it. */
export async function findReleases(
  ssm: LedgerHistory,
  path: string,
  sought: Sought,
): Promise<Map<string, PastRelease>> {
  const { services, all, release, environment } = sought;
  if (release !== "previous" && ![number, tag, digits].some((form) => form.test(release)))
    throw new DeployError(
      "no-release-name",
      `release: want previous, a number of the ledger, a tag released-<environment>-<number>, or the first 7 or more digits of a commit or key, got "${release}"`,
    );
  if (services.length > 1 && (number.test(release) || tag.test(release)))
    throw new DeployError(
      "not-one-service",
      `release: ${release} counts the releases of one service, and ${services.length} are meant`,
      "Name the one service; or give a commit, which is the same for all.",
    );
  refuseForeign(release, environment);
  const histories: Histories = new Map(
    await Promise.all(services.map(async (name) => [name, await readHistory(ssm, path, name)] as const)),
  );
  const found = all ? together(histories, release) : eachItsOwn(histories, release);
  return new Map(
    [...found].flatMap(([name, past]) => (past && past !== histories.get(name)?.[0] ? [[name, past] as const] : [])),
  );
}

function refuseForeign(release: string, environment: Environment | undefined): void {
  const [, ofTag] = tag.exec(release) ?? [];
  const own = environment && shortName(environment);
  if (ofTag === undefined || ofTag === own) return;
  const ours = environment ? `the environment is ${environment}` : "no environment is given";
  throw new DeployError(
    "another-environment",
    `release: ${release} is a tag of ${ofTag}, and ${ours}${own === environment ? "" : ` (${own})`}`,
    "Its number counts another ledger's revisions. Give a commit, which is the same everywhere, or the environment's own tag.",
  );
}

function eachItsOwn(histories: Histories, release: string): Found {
  if (release === "previous") for (const [name, history] of histories) refuseReturn(name, history);
  const found = map(histories, (history) =>
    release === "previous" ? history[1] : history.find((past) => isNamed(past, release)),
  );
  const without = [...histories].filter(([name]) => !found.get(name));
  if (without.length > 0) throw unknown(release, new Map(without));
  return found;
}

/** Each service's release of that name, and what the others ran at the moment when it was whole first. */
function together(histories: Histories, release: string): Found {
  if (release === "previous") return beforeLastRun(histories);
  const named = map(histories, (history) => history.filter((past) => isNamed(past, release)));
  const moment = [...named.values()]
    .flatMap((of) => of.at(-1)?.since ?? [])
    .sort()
    .at(-1);
  if (!moment) throw unknown(release, histories);
  return map(histories, (history, name) => named.get(name)?.[0] ?? history.find(({ since }) => since <= moment));
}

/** What each service ran right before the last run that released an image. */
function beforeLastRun(histories: Histories): Found {
  const present = [...histories].flatMap(([name, [now]]) => (now ? [{ name, now }] : []));
  const [last] = present.map(({ now }) => now).sort((a, b) => (a.since < b.since ? 1 : -1));
  const ofRun = present.filter(({ now }) => isSameRun(now, last));
  for (const { name } of ofRun) refuseReturn(name, histories.get(name)!);
  const [began = ""] = ofRun.map(({ now }) => now.since).sort();
  const found = map(histories, (history) => history.find(({ since }) => since < began));
  if (![...found].some(([name, past]) => past && past !== histories.get(name)?.[0]))
    throw unknown("previous", histories);
  return found;
}

/** By hand every move stands for itself. */
function isSameRun(one: PastRelease, other: PastRelease | undefined): boolean {
  return one === other || (one.by === other?.by && !one.by.startsWith("by hand"));
}

/**
 * Where the present release is an earlier one brought back, the one before it is what was taken away; where that one had run
 * before as well, either may be.
 */
function refuseReturn(name: string, [now, before, ...others]: readonly PastRelease[]): void {
  const ranBefore = (one: PastRelease) => others.some((other) => isSame(one, other));
  if (!before || !now || !ranBefore(now)) return;
  const [at, was] = [`since ${now.since} it is at ${short(now)} again`, short(before)];
  const what = ranBefore(before)
    ? `went back and forth: ${at}, where it was before ${was}, and the ledger does not tell which of the two was no good`
    : `went back already: ${at}, and ${was} was taken away`;
  const commits = [before, ...others].filter((one) => !isSame(one, now)).map(short);
  const latest = [...new Set(commits)].slice(0, mostListed).join(", ");
  throw new DeployError(
    "already-back",
    `release: previous: ${name} ${what}`,
    `Name the commit that is meant. The latest before: ${latest}.`,
  );
}

function isSame(one: PastRelease, other: PastRelease): boolean {
  return one.image === other.image && one.commit === other.commit;
}

function short({ commit }: PastRelease): string {
  return commit.slice(0, 12);
}

function isNamed({ numbers, commit, key, revisions }: PastRelease, release: string): boolean {
  if (number.test(release)) return numbers.includes(Number(release));
  const [, , ofTag] = tag.exec(release) ?? [];
  if (ofTag) return revisions.some((revision) => revision.endsWith(`:${ofTag}`));
  return commit.startsWith(release) || key.startsWith(release);
}

function unknown(release: string, histories: Histories): DeployError {
  const known = [...histories].map(([name, history]) => {
    const releases = history.slice(0, mostListed).map((past) => `${past.numbers[0]} (${short(past)}, ${past.since})`);
    const more = history.length - releases.length;
    if (more > 0) releases.push(`and ${more} older, down to ${history.at(-1)?.numbers.at(-1)}`);
    return `${name} has ${releases.join(", ") || "none"}`;
  });
  const what = release === "previous" ? "no earlier release" : `no release ${release}`;
  return new DeployError(
    "unknown-release",
    `release: the ledger has ${what} of ${[...histories.keys()].join(", ")}: ${known.join("; ")}`,
    "What the ledger does not have was not released to this environment, or more than 100 entries ago.",
  );
}

function map<T>(histories: Histories, pick: (history: readonly PastRelease[], name: string) => T): Map<string, T> {
  return new Map([...histories].map(([name, history]) => [name, pick(history, name)]));
}
