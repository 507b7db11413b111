/** What the page's address may say of a file that did not come, in words. */
const words = new Map([
  ["refused", "It is not among your stored documents."],
  ["too-many", "Many files were asked for in a short time: try again in a minute."],
  ["unavailable", "This is on our side: try again."],
]);

/** The word for an answer of the API that is no file. */
export function wordFor(answer: { kind: "refused"; status: number } | { kind: "unavailable" }): string {
  return answer.kind === "refused" && answer.status === 429 ? "too-many" : answer.kind;
}

/** The sentence; none for what is no word of ours: anybody can write an address. */
export function whyNotHad(word: unknown): string | undefined {
  return typeof word === "string" ? words.get(word) : undefined;
}
