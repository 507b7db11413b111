import { expect } from "@jest/globals";
import type { GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository } from "../../git";
import { type BaseChoice, describeReason, detectAffected } from "..";

/** Service → its reasons in words; services that are unaffected are left out. */
export async function affectedSince(
  { folder }: GitRepository,
  base: BaseChoice,
  head?: string,
): Promise<Record<string, string[]>> {
  const options = { base, deepen: false, ...(head ? { head } : {}) };
  const findings = await detectAffected(openRepository(folder), options);
  const reasons = findings.map(({ service, reasons }) => [service.name, reasons.map(describeReason)] as const);
  return Object.fromEntries(reasons.filter(([, list]) => list.length > 0));
}

/** The same of what the working tree holds since `base`, and as well when that is committed. */
export async function affected(repository: GitRepository, base: string): Promise<Record<string, string[]>> {
  const choice = { kind: "revision", revision: base } as const;
  const found = await affectedSince(repository, choice);
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "--allow-empty", "--message", "change");
  expect(await affectedSince(repository, choice, "HEAD")).toEqual(found);
  return found;
}
