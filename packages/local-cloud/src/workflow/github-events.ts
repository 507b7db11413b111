import type { TokenClaims } from "./token-issuer";

/** What happened on GitHub: which workflow it starts, what its event file holds, and who its jobs are by their identity token. */
export interface GithubEvent {
  readonly name: "push" | "pull_request";
  /** The workflow's file in .github/workflows. */
  readonly workflow: string;
  readonly payload: object;
  readonly claims: TokenClaims;
}

export interface Commit {
  readonly id: string;
  readonly message: string;
}

export function pushToMain(repository: string, head: Commit): GithubEvent {
  const [workflow, ref] = ["deploy.yml", "refs/heads/main"];
  return {
    name: "push",
    workflow,
    payload: { ref, repository: { full_name: repository }, head_commit: head },
    claims: { ...claimsOf(repository, workflow, ref), sub: `repo:${repository}:ref:${ref}`, environment: "local" },
  };
}

/** One of a branch of the repository itself: a fork's job gets no identity token. */
export function pullRequest(repository: string, number: number): GithubEvent {
  const [workflow, ref] = ["plan.yml", `refs/pull/${number}/merge`];
  const repo = { full_name: repository };
  return {
    name: "pull_request",
    workflow,
    payload: {
      number,
      repository: repo,
      pull_request: { number, head: { ref: "change", repo }, base: { ref: "main", repo } },
    },
    claims: { ...claimsOf(repository, workflow, ref), sub: `repo:${repository}:pull_request` },
  };
}

function claimsOf(repository: string, workflow: string, ref: string) {
  const job_workflow_ref = `${repository}/.github/workflows/${workflow}@${ref}`;
  return { repository, repository_id: "1", ref, job_workflow_ref };
}
