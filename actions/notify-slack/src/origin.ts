import type { Origin } from "@cashsouk/deploy/notify";
import { readFileSync } from "node:fs";
import { isDerivedRunner } from "../../src/unknown-inputs";

interface PushEvent {
  readonly compare?: unknown;
  readonly head_commit?: { readonly message?: unknown } | null;
}

/** Where this run comes from, by the environment and the event file that GitHub's runner sets. */
export function readOrigin(env: NodeJS.ProcessEnv): Origin {
  const { compare, head_commit: head } = readEvent(env["GITHUB_EVENT_PATH"]);
  return {
    server: env["GITHUB_SERVER_URL"] ?? "https://github.com",
    repository: env["GITHUB_REPOSITORY"] ?? "",
    runId: env["GITHUB_RUN_ID"] ?? "",
    // Other servers than GitHub's have no such address.
    attempt: isDerivedRunner(env) ? undefined : env["GITHUB_RUN_ATTEMPT"],
    commit: env["GITHUB_SHA"] ?? "",
    // Who runs it again is not who began it.
    actor: env["GITHUB_TRIGGERING_ACTOR"] || (env["GITHUB_ACTOR"] ?? ""),
    subject: typeof head?.message === "string" ? head.message.split("\n")[0] : undefined,
    compare: typeof compare === "string" ? compare : undefined,
  };
}

function readEvent(path: string | undefined): PushEvent {
  if (!path) return {};
  try {
    return (JSON.parse(readFileSync(path, "utf8")) ?? {}) as PushEvent;
  } catch {
    // The message lacks its subject then, and nothing else.
    return {};
  }
}
