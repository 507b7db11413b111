import { afterEach } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { workspaceFiles } from "../../content/workspace-fixture";
import { openRepository } from "../../git";
import { type BaseChoice, describeReason, detectAffected } from "..";

let repository: GitRepository | undefined;
afterEach(() => repository?.remove());

/** The small workspace in a git repository of its own, which is gone after the test. */
export function start(): { repository: GitRepository; base: string } {
  repository = createGitRepository({ ...workspaceFiles });
  return { repository, base: repository.git("rev-parse", "HEAD").trim() };
}

/** Service → its reasons in words; services that are unaffected are left out. */
export async function affected(
  from: GitRepository,
  base: BaseChoice,
  head?: string,
): Promise<Record<string, string[]>> {
  const options = { base, deepen: false, ...(head ? { head } : {}) };
  const findings = await detectAffected(openRepository(from.folder), options);
  return Object.fromEntries(
    findings
      .filter(({ reasons }) => reasons.length > 0)
      .map(({ service, reasons }) => [service.name, reasons.map(describeReason)]),
  );
}
