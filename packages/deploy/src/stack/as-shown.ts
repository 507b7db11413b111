/**
 * A text as CloudFormation gives it back: of templates, parameters, tags and outputs it keeps every character, and shows a question
 * mark for each that is not in ASCII (aws-cloudformation/cloudformation-coverage-roadmap, issues 814 and 1220).
 */
export function asShown(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, "?");
}

/** Whether what CloudFormation shows may be that text. */
export function mayBe(shown: string | undefined, text: string): boolean {
  return shown === text || shown === asShown(text);
}
