// ../packages/deploy/src/short-arn.ts
/** The end of an ARN: `family:revision` of a definition, the id of a task. */
function shortArn(arn = "") {
	return arn.slice(arn.lastIndexOf("/") + 1);
}
export { shortArn };
