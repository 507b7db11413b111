import type { Environment } from "@cashsouk/deploy";
import { renderTree } from "./render";

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

interface Container {
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: string }[];
}

/** One service's task as the template gives it to ECS: what its container is told, and what its two roles may. */
export function serviceTask(environment: Environment, service: string, overrides: Record<string, string> = {}) {
  const found = renderTree(environment, "services", overrides)
    .slice(1)
    .find(({ resources }) =>
      String(resources["TaskDefinition"]?.Properties?.["Family"]).startsWith(`cashsouk-${service}`),
    );
  if (!found) throw new Error(`services.yaml has no service ${service}`);
  const properties = (id: string) => found.resources[id]?.Properties ?? {};
  const [container] = properties("TaskDefinition")["ContainerDefinitions"] as [Container];
  const statements = (policy: string) =>
    (properties(policy)["PolicyDocument"] as { Statement: Statement[] } | undefined)?.Statement ?? [];
  return {
    plain: new Map(container.Environment.map(({ Name, Value }) => [Name, String(Value)])),
    secret: new Map((container.Secrets ?? []).map(({ Name, ValueFrom }) => [Name, ValueFrom])),
    execution: statements("ExecutionPolicy"),
    task: statements("TaskPolicy"),
  };
}
