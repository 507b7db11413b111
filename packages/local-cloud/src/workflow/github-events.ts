import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TokenClaims } from "./token-issuer";

/** What happened on GitHub: which workflow it starts, what its event file holds, and who its jobs are by their identity token. */
export interface GithubEvent {
  readonly name: "push" | "pull_request" | "workflow_dispatch";
  /** The workflow's file in .github/workflows. */
  readonly workflow: string;
  readonly payload: object;
  /** Of a job that waits for no environment's approval. */
  readonly claims: TokenClaims;
}

/** What act does not know: a job with an environment has a token of its own. In our workflows it is the job of this id. */
const waitingJob = "environment";

/** As GitHub writes them: a job that waits for an environment is that environment's subject, not its branch's. */
export function claimsOfJob({ name, claims }: Pick<GithubEvent, "name" | "claims">, job: string): TokenClaims {
  if (job !== waitingJob || name === "pull_request") return claims;
  return { ...claims, sub: `repo:${claims.repository}:environment:local`, environment: "local" };
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
    claims: { ...claimsOf(repository, workflow, ref), sub: `repo:${repository}:ref:${ref}` },
  };
}

/** One of a branch of the repository itself, proposed on top of the commit `base`: a fork's job gets no identity token. */
export function pullRequest(repository: string, workflow: string, base: string): GithubEvent {
  // The same number for each: a newer commit's plan takes the place of the older one's.
  const number = 1;
  const ref = `refs/pull/${number}/merge`;
  const repo = { full_name: repository };
  return {
    name: "pull_request",
    workflow,
    payload: {
      number,
      repository: repo,
      pull_request: { number, head: { ref: "change", repo }, base: { ref: "main", sha: base, repo } },
    },
    claims: { ...claimsOf(repository, workflow, ref), sub: `repo:${repository}:pull_request` },
  };
}

/** The workflows of a checkout that such an event starts, by their files' names. */
export function startedBy(event: GithubEvent["name"], checkout: string): string[] {
  const folder = join(checkout, ".github", "workflows");
  const trigger = new RegExp(`^ {2}${event}:`, "m");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yml") && trigger.test(readFileSync(join(folder, file), "utf8")))
    .map((file) => file.slice(0, -".yml".length));
}

/** Somebody runs a workflow on main by its button, with these inputs. */
export function dispatch(repository: string, workflow: string, inputs: Readonly<Record<string, string>>): GithubEvent {
  const ref = "refs/heads/main";
  return {
    name: "workflow_dispatch",
    workflow,
    payload: { ref, inputs, repository: { full_name: repository } },
    claims: { ...claimsOf(repository, workflow, ref), sub: `repo:${repository}:ref:${ref}` },
  };
}

function claimsOf(repository: string, workflow: string, ref: string) {
  const job_workflow_ref = `${repository}/.github/workflows/${workflow}@${ref}`;
  return { repository, repository_id: "1", ref, job_workflow_ref };
}
