import { type Environment, shortName, suffix } from "./environment";

/** The one-shot tasks of cloudformation/migrations.yaml. */
export type OneShot = "migrations" | "database-roles" | "database-rotation";

/** What an environment's things are called in AWS: by the templates and the workflows (a contract compares), and here. */
export function namesOf(environment: Environment) {
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
      services: `cashsouk-${short}-services`,
    },
    task: (task: OneShot) => ({ taskDefinition: `cashsouk-${task}${suffix(environment)}`, container: task }),
  };
}

/** A service's name in ECS, and its repository's in ECR. */
export const servicePattern = "cashsouk-{service}";

export function serviceName(service: string): string {
  return servicePattern.replaceAll("{service}", service);
}
