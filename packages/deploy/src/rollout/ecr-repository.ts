import type { Repository } from "../image/registry";
import type { RolloutTools } from "./ports";

/** Where an image lies, and the ARN of a task definition: what is asked is the ECR of its Region. */
interface Place {
  readonly host: string;
  readonly name: string;
  readonly definition: string;
}

/** The Region in the name of an ECR: `….dkr.ecr.<region>.amazonaws.com`, and the dual-stack and FIPS endpoints' names. */
const regional = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

/** The repository as this Region's ECR knows it, or why that is not to be asked. */
export async function ecrRepository(
  { ecr }: Pick<RolloutTools, "ecr">,
  { host, name, definition }: Place,
): Promise<Repository | { readonly unknown: string }> {
  const [, region] = regional.exec(host) ?? [];
  const [, , , here] = definition.split(":");
  if (region && here && region !== here) return { unknown: `${host} is ECR in another Region than ${here}` };
  // Loaded where a registry is asked, and without what builds images.
  const { repositoryAt } = await import("../image/in-ecr");
  return (await repositoryAt(ecr, { host, name })) ?? { unknown: `${host} is not ECR` };
}
