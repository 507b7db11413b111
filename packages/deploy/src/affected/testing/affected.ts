import { expect } from "@jest/globals";
import type { GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository } from "../../git";
import { describeReason, detectAffected } from "..";

/** Service → reasons in words, of what the working tree holds since `base`; the same when it is committed. */
export async function affected({ folder, git }: GitRepository, base: string): Promise<Record<string, string[]>> {
  const tell = async (head?: string) => {
    const choice = { base: { kind: "revision", revision: base }, deepen: false, ...(head ? { head } : {}) } as const;
    const findings = await detectAffected(openRepository(folder), choice);
    const reasons = findings.map(({ service, reasons }) => [service.name, reasons.map(describeReason)] as const);
    return Object.fromEntries(reasons.filter(([, list]) => list.length > 0));
  };
  const found = await tell();
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "change");
  expect(await tell("HEAD")).toEqual(found);
  return found;
}
