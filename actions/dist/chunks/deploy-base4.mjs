import { shortName, suffix } from "./deploy-base3.mjs";
// ../packages/deploy/src/names.ts
function namesOf(environment) {
	const short = shortName(environment);
	return {
		cluster: `cashsouk-${short}`,
		ledger: `/cashsouk/${short}/released`,
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
