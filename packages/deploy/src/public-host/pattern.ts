import { type Environment } from "../environment";
import { DeployError } from "../error";
import { namesOf } from "../names";
import type { Stacks } from "../task";

/** Where an environment's services answer, with `{subdomain}`: as its services stack was told when it was deployed. */
export async function publicUrlPattern(stacks: Stacks, environment: Environment): Promise<string> {
  const { services: StackName } = namesOf(environment).stacks;
  const { Stacks: [stack] = [] } = await stacks.describeStacks({ StackName }).catch((cause: Error) => {
    // CloudFormation has no code of its own for it.
    if (!/does not exist/.test(cause.message)) throw cause;
    throw new DeployError("not-deployed", `${environment}: has no stack ${StackName}`, "A push to main makes it.", {
      cause,
    });
  });
  const parameter = (name: string) =>
    stack?.Parameters?.find(({ ParameterKey }) => ParameterKey === name)?.ParameterValue;
  const domain = parameter("DomainName");
  if (!domain) throw new DeployError("no-domain", `${StackName}: has no parameter DomainName`);
  return urlPattern(environment, domain, parameter("PublicPort"));
}

/** A port is given where it is not the scheme's own, which is on the local cloud. */
export function urlPattern(environment: Environment, domain: string, port: string | undefined): string {
  return `${environment === "local" ? "http" : "https"}://{subdomain}.${domain}${port ? `:${port}` : ""}`;
}
