import type { GetParameterHistoryCommandInput, GetParameterHistoryCommandOutput } from "@aws-sdk/client-ssm";
import { parseRelease, type Release } from "../release";

export interface LedgerHistory {
  getParameterHistory(input: GetParameterHistoryCommandInput): Promise<GetParameterHistoryCommandOutput>;
}

/** One image of a service, as the ledger has it last; moves of the same image to another shape belong to it. */
export interface PastRelease extends Release {
  /** The versions of the ledger's parameter that are this image's, the newest first. */
  readonly numbers: readonly number[];
  /** The task definition revisions that ran it, in the same order. */
  readonly revisions: readonly string[];
  /** When the image was released first (ISO 8601, UTC), and by which run. */
  readonly since: string;
  readonly by: string;
}

/**
 * What the ledger remembers of a service (Parameter Store keeps 100 versions), the present release first. It ends before an
 * entry that can't be read: which release came before is not known from there on.
 */
export async function readHistory(ssm: LedgerHistory, path: string, service: string): Promise<PastRelease[]> {
  const history: PastRelease[] = [];
  for (const { number, value } of await readVersions(ssm, `${path}/${service}`)) {
    const parsed = parseRelease(value);
    if (!parsed.success) break;
    const { output: entry } = parsed;
    const { revision, releasedAt: since, run: by } = entry;
    const later = history.at(-1)?.image === entry.image ? history.pop() : undefined;
    history.push({
      ...(later ?? entry),
      numbers: [...(later?.numbers ?? []), number],
      revisions: [...(later?.revisions ?? []), revision],
      since,
      by,
    });
  }
  return history;
}

/** The newest first; none of a service that was never released. */
async function readVersions(ssm: LedgerHistory, name: string): Promise<{ number: number; value: string }[]> {
  const versions: { number: number; value: string }[] = [];
  let token: string | undefined;
  do {
    const page = await ssm
      .getParameterHistory({ Name: name, ...(token ? { NextToken: token } : {}) })
      .catch((error: unknown) => {
        if ((error as Error).name === "ParameterNotFound") return undefined;
        throw error;
      });
    for (const { Version = 0, Value = "" } of page?.Parameters ?? []) versions.push({ number: Version, value: Value });
    token = page?.NextToken;
  } while (token);
  return versions.sort((a, b) => b.number - a.number);
}
