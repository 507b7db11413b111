// ../packages/deploy/src/environment.ts
const environments = [
	"local",
	"staging",
	"production"
];
function shortName(environment) {
	return environment === "production" ? "prod" : environment;
}
function suffix(environment) {
	return environment === "production" ? "" : `-${environment}`;
}
export { environments, shortName, suffix };
