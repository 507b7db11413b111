import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from "@aws-sdk/client-ecs";
import { differences, isActive, pickContainer, registrable, requireNoSecret, withImage } from "../task";

/** How a service gets to what is wanted, and why. */
export type Plan =
  | { readonly kind: "unchanged"; readonly revision: string; readonly why: string }
  | { readonly kind: "scale"; readonly revision: string; readonly why: string }
  | { readonly kind: "restart"; readonly revision: string; readonly why: string }
  | { readonly kind: "move"; readonly revision: string; readonly why: string }
  | { readonly kind: "register"; readonly definition: RegisterTaskDefinitionCommandInput; readonly why: string };

export interface PlanFacts {
  /** What the service is on. */
  readonly running: TaskDefinition;
  /** The family's latest ACTIVE revision: a template's changes are in it. */
  readonly latest: TaskDefinition;
  readonly latestTags?: readonly Tag[];
  readonly container: string;
  /** The wanted image, and whether it was given to this rollout; otherwise it is what was released. */
  readonly image: string;
  readonly isNew: boolean;
  /** What the container's environment is to have, beside what it has. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** How many tasks are desired, and how many should be. */
  readonly scale?: { readonly from: number; readonly to: number } | undefined;
  /** Why new tasks are wanted although nothing differs; `undefined`: they are not. */
  readonly restart: string | undefined;
}

/** Shape comes from the family's latest revision, the image and named variables from the caller. */
export function planRevision(facts: PlanFacts): Plan {
  const { running, latest, latestTags, container, image, isNew, variables = {}, scale, restart } = facts;
  const runningImage = pickContainer(running, container).image ?? "";
  const wanted = withVariables(withImage(latest, container, image), container, variables);
  const changed = differences(running, wanted);
  const { taskDefinitionArn: runningArn = "" } = running;
  // ECS takes no revision in an update that has been deregistered, though a service runs it: an equal one gives new tasks too.
  const renews = changed.length === 0 && restart !== undefined && !isActive(running);
  if (changed.length === 0 && restart && !renews) return { kind: "restart", revision: runningArn, why: restart };
  if (changed.length === 0 && !renews && scale && scale.from !== scale.to)
    return { kind: "scale", revision: runningArn, why: `desired count ${scale.from} → ${scale.to}` };
  if (changed.length === 0 && !renews)
    return { kind: "unchanged", revision: runningArn, why: "it runs this image in this shape" };

  const shape = changed.filter((field) => field !== `containers.${container}.image`);
  const why = [
    image === runningImage ? "" : isNew ? "new image" : `back to the released image (it ran ${runningImage})`,
    shape.length > 0 ? `new shape (${shape.join(", ")})` : "",
    renews ? restart : "",
  ];
  const reason = why.filter(Boolean).join(", ");
  return differences(latest, wanted).length === 0
    ? { kind: "move", revision: latest.taskDefinitionArn ?? "", why: reason }
    : { kind: "register", definition: registrable(wanted, latestTags), why: reason };
}

/** The definition with these values in one container's environment. */
function withVariables(
  definition: TaskDefinition,
  container: string,
  variables: Readonly<Record<string, string>>,
): TaskDefinition {
  const names = Object.keys(variables);
  if (names.length === 0) return definition;
  const picked = pickContainer(definition, container);
  requireNoSecret(picked, names);
  const { environment = [] } = picked;
  const kept = environment.filter(({ name = "" }) => !(name in variables));
  const given = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return {
    ...definition,
    containerDefinitions: (definition.containerDefinitions ?? []).map((one) =>
      one.name === container ? { ...one, environment: [...kept, ...given] } : one,
    ),
  };
}
