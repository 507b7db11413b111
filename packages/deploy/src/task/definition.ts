import type { ContainerDefinition, RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from "@aws-sdk/client-ecs";
import { DeployError } from "../error";

/** What ECS adds when a definition is registered, and refuses to be given. */
const readOnly: ReadonlySet<string> = new Set<keyof TaskDefinition>([
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
]);

/** What a task definition says, ready to be registered as the family's next revision. */
export function registrable(definition: TaskDefinition, tags: readonly Tag[] = []): RegisterTaskDefinitionCommandInput {
  const content = Object.fromEntries(Object.entries(definition).filter(([name]) => !readOnly.has(name)));
  // CloudFormation's own tags are reserved: registering with them is refused.
  const own = tags.filter(({ key }) => !key?.startsWith("aws:"));
  return {
    ...content,
    family: definition.family,
    containerDefinitions: definition.containerDefinitions,
    ...(own.length > 0 ? { tags: own } : {}),
  };
}

/** Whether it can be run and deployed; one that was deregistered goes on where it runs, and nowhere else. */
export function isActive({ status }: TaskDefinition): boolean {
  return status !== "INACTIVE" && status !== "DELETE_IN_PROGRESS";
}

/** The container by name, or the only essential one when none is named. `about`: what an error begins with. */
export function pickContainer(
  definition: TaskDefinition,
  name?: string,
  about = "container",
): ContainerDefinition & { name: string } {
  const containers = definition.containerDefinitions ?? [];
  const essential = containers.filter(({ essential: is }) => is !== false);
  const found = name ? containers.find((container) => container.name === name) : essential[0];
  if (found?.name && (name || essential.length === 1)) return { ...found, name: found.name };
  const known = containers.map((container) => container.name).join(", ");
  throw new DeployError(
    "unknown-container",
    `${about}: ${definition.family} has the containers ${known || "(none)"}, got "${name ?? ""}"`,
    "Name the one that is meant (the input `container`).",
  );
}

/** A variable that is a secret of the container keeps the secret's value, whatever it is given: that would be lost without a word. */
export function requireNoSecret({ name, secrets = [] }: ContainerDefinition, variables: readonly string[]): void {
  const secret = variables.filter((variable) => secrets.some((one) => one.name === variable));
  if (secret.length > 0)
    throw new DeployError(
      "variable-is-secret",
      `environment-variables: ${secret.join(", ")} of the container ${name} is a secret, which no value may replace`,
    );
}

export function withImage(definition: TaskDefinition, container: string, image: string): TaskDefinition {
  return {
    ...definition,
    containerDefinitions: (definition.containerDefinitions ?? []).map((one) =>
      one.name === container ? { ...one, image } : one,
    ),
  };
}

/** The fields in which two definitions differ, sorted; containers as `containers.<name>.<field>`. Empty: the same content. */
export function differences(one: TaskDefinition, other: TaskDefinition): string[] {
  return compare(flatten(registrable(one)), flatten(registrable(other))).sort();
}

function flatten({ containerDefinitions = [], ...rest }: RegisterTaskDefinitionCommandInput): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(rest)) fields.set(name, canonical(value));
  for (const container of containerDefinitions)
    for (const [name, value] of Object.entries(container))
      fields.set(`containers.${container.name}.${name}`, canonical(value));
  return fields;
}

function compare(one: Map<string, string>, other: Map<string, string>): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => (one.get(name) ?? "") !== (other.get(name) ?? ""));
}

/**
 * A value as text that only its meaning changes: keys sorted, absent and empty alike (ECS fills in empty lists), and
 * named lists (environment, secrets) sorted by name, since ECS gives them back in an order of its own.
 */
function canonical(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    const parts = value.map(canonical);
    return parts.length === 0 ? "" : `[${(value.every(isNamed) ? parts.sort() : parts).join(",")}]`;
  }
  if (typeof value !== "object") return JSON.stringify(value);
  const parts = Object.entries(value)
    .map(([name, inner]) => [name, canonical(inner)] as const)
    .filter(([, inner]) => inner !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${inner}`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function isNamed(entry: unknown): boolean {
  return typeof entry === "object" && entry !== null && "name" in entry;
}
