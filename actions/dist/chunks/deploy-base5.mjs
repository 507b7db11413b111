// ../packages/deploy/src/short-arn.ts
function shortArn(arn = "") {
	return arn.slice(arn.lastIndexOf("/") + 1);
}
export { shortArn };
