import type { InputReader } from "../inputs";

/** Reads a commit in full: 40 digits, or a SHA-256 repository's 64. */
export function readCommit(read: InputReader, name = "commit"): string | undefined {
  const commit = read.optional(name);
  if (commit && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
    read.problem(name, `want 40 or 64 hexadecimal digits, got "${commit}"`);
  return commit;
}
