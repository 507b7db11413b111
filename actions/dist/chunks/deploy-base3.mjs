// ../packages/deploy/src/environment.ts
const environments = [
	"local",
	"staging",
	"production"
];
/** The name used in AWS names and paths: `prod` is production's short name (`cashsouk-prod`, `/cashsouk/prod/…`). */
function shortName(environment) {
	return environment === "production" ? "prod" : environment;
}
/** What follows a name that is unique in an account (family, log group, role): bare in production, `-staging` elsewhere. */
function suffix(environment) {
	return environment === "production" ? "" : `-${environment}`;
}
export { environments, shortName, suffix };
