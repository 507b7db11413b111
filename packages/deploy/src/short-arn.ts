/** The end of an ARN: `family:revision` of a definition, the id of a task. */
export function shortArn(arn = ""): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
