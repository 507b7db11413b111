import type { EcrPort } from "../image";
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

type Ecrs = Pick<RolloutTools, "ecr" | "ecrIn">;

/** The ECR of the Region that a host names, or why that can't be asked. */
export function ecrOf({ ecr, ecrIn }: Ecrs, { host, definition }: Omit<Place, "name">): EcrPort | Unknown {
  const [, region] = regional.exec(host) ?? [];
  const [, , , here] = definition.split(":");
  if (!region || !here || region === here) return ecr;
  return ecrIn?.(region) ?? { unknown: `${host} is ECR in another Region than ${here}` };
}

interface Unknown {
  readonly unknown: string;
}

/** The repository as its Region's ECR knows it, with that, or why it is not to be asked. */
export async function ecrRepository(
  tools: Ecrs,
  { host, name, definition }: Place,
): Promise<{ readonly ecr: EcrPort; readonly repository: Repository } | Unknown> {
  const ecr = ecrOf(tools, { host, definition });
  if ("unknown" in ecr) return ecr;
  // Loaded where a registry is asked, and without what builds images.
  const { repositoryAt } = await import("../image/in-ecr");
  const repository = await repositoryAt(ecr, { host, name });
  return repository ? { ecr, repository } : { unknown: `${host} is not ECR` };
}
