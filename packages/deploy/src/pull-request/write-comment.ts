/** What a pull request's comments are kept by; octokit's `issues` fits behind it. */
export interface Comments {
  /** All of the pull request's comments, the oldest first. */
  list(): Promise<readonly { readonly id: number; readonly body?: string | undefined }[]>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
}

/** GitHub's limit for a comment's text, which its REST reference does not name: "Body is too long (maximum is 65536 characters)". */
const mostCharacters = 65_536;

/**
 * One comment about one thing (`about`: a stack's name): written once, then changed in place, so that nobody reads what is out of
 * date. What does not fit is counted, and read at `whole`, an address.
 */
export async function writeComment(
  comments: Comments,
  { about, text, whole }: { readonly about: string; readonly text: string; readonly whole: string },
): Promise<"created" | "updated" | "unchanged"> {
  const marker = `<!-- deploy-stack: ${about} -->`;
  const body = cutToFit(`${marker}\n${text.trimEnd()}`, whole);
  const ours = (await comments.list()).find((comment) => comment.body?.startsWith(marker));
  if (ours?.body === body) return "unchanged";
  await (ours ? comments.update(ours.id, body) : comments.create(body));
  return ours ? "updated" : "created";
}

/** Whole lines, so that no row of a table is torn. */
function cutToFit(body: string, whole: string): string {
  if (body.length <= mostCharacters) return body;
  const note = (lines: number) => `\n\n**… and ${lines} more lines:** [the whole plan](${whole})`;
  const lines = body.split("\n");
  const room = mostCharacters - note(lines.length).length;
  let kept = 0;
  for (let used = 0; kept < lines.length; kept++) {
    used += lines[kept]!.length + 1;
    if (used > room) break;
  }
  return lines.slice(0, kept).join("\n") + note(lines.length - kept);
}
