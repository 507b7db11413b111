import { afterEach } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { workspaceFiles } from "../../content/workspace-fixture";

let repository: GitRepository | undefined;
afterEach(() => repository?.remove());

/** The small workspace in a git repository of its own, which is gone after the test. */
export function start(): { repository: GitRepository; base: string } {
  repository = createGitRepository({ ...workspaceFiles });
  return { repository, base: repository.git("rev-parse", "HEAD").trim() };
}
