/** Text as a code block of Markdown, whose fence is longer than any run of backticks in it. */
export function fenced(text: string, language: string): string[] {
  const longest = Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}
