import { getOctokit } from "@actions/github";
import { DeployError } from "@cashsouk/deploy";
import type { Comments } from "@cashsouk/deploy/pull-request";

const answerMs = 10_000;

export interface PullRequest {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** The comments of a pull request, at the API that the runner names (`GITHUB_API_URL`). Each answer has its limit. */
export function commentsOf({ owner, repo, number: issue_number }: PullRequest, token: string): Comments {
  const request = {
    fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(answerMs) }),
  };
  const { rest, paginate } = getOctokit(token, { request });
  const { issues } = rest;
  const tell = async <T>(answer: Promise<T>): Promise<T> => answer.catch(refused);
  return {
    list: () => tell(paginate(issues.listComments, { owner, repo, issue_number, per_page: 100 })),
    create: async (body) => void (await tell(issues.createComment({ owner, repo, issue_number, body }))),
    update: async (id, body) => void (await tell(issues.updateComment({ owner, repo, comment_id: id, body }))),
  };
}

function refused(cause: Error & { status?: number }): never {
  const hint =
    cause.status === 403 || cause.status === 404
      ? "Give the job the permission `pull-requests: write`, and the action its `token`."
      : "The plan itself is in the summary. Run the job again.";
  throw new DeployError("no-comment", `comment: GitHub did not take it: ${cause.message}`, hint, { cause });
}
