import { readFileSync } from "node:fs";
import { DeployError } from "@cashsouk/deploy";
import type { PullRequest } from "../../src/clients/github";

/** Writes a plan, or why there is none, to the pull request that the run is of; nothing where it was not asked for. */
export async function comment(
  env: NodeJS.ProcessEnv,
  { token, name }: { readonly token: string | undefined; readonly name: string },
  text: string,
): Promise<void> {
  if (token === undefined) return;
  const pullRequest = readPullRequest(env);
  const { writeComment } = await import("@cashsouk/deploy/pull-request");
  const { commentsOf } = await import("../../src/clients/github");
  const { GITHUB_SERVER_URL = "https://github.com", GITHUB_REPOSITORY = "", GITHUB_RUN_ID = "" } = env;
  const whole = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  await writeComment(commentsOf(pullRequest, token), { about: name, text, whole });
}

/** By the event file and the environment that GitHub's runner gives. */
function readPullRequest({ GITHUB_EVENT_PATH, GITHUB_REPOSITORY = "" }: NodeJS.ProcessEnv): PullRequest {
  const [owner = "", repo = ""] = GITHUB_REPOSITORY.split("/");
  const event = GITHUB_EVENT_PATH ? (JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8")) as Event) : {};
  const { number } = event.pull_request ?? {};
  if (typeof number === "number") return { owner, repo, number };
  throw new DeployError(
    "no-pull-request",
    "comment: the event that started this run is no pull request's",
    "Ask for it where `github.event_name` is pull_request.",
  );
}

interface Event {
  readonly pull_request?: { readonly number?: number };
}
