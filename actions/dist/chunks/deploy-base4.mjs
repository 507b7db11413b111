import { shortName, suffix } from "./deploy-base3.mjs";
// ../packages/deploy/src/names.ts
/** What an environment's things are called in AWS: by the templates and the workflows (a contract compares), and here. */
function namesOf(environment) {
	const short = shortName(environment);
	return {
		cluster: `cashsouk-${short}`,
		/** The release ledger in Parameter Store: a service's entry is the parameter below, its history the list of releases. */
		ledger: `/cashsouk/${short}/released`,
		/** The application's database secret, whose user a rotation changes. */
		databaseSecret: `/cashsouk/${short}/api/database-url`,
		stacks: {
			platform: `cashsouk-${short}-platform`,
			migrations: `cashsouk-${short}-migrations`,
			services: `cashsouk-${short}-services`
		},
		task: (task) => ({
			taskDefinition: `cashsouk-${task}${suffix(environment)}`,
			container: task
		})
	};
}
export { namesOf };
