import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from "@aws-sdk/client-ecs";
import { differences, pickContainer, registrable, withImage } from "../task";

/** How a service gets to what is wanted, and why. */
export type Plan =
  | { readonly kind: "unchanged"; readonly revision: string; readonly why: string }
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
  /** Why new tasks are wanted although nothing differs; `undefined`: they are not. */
  readonly restart: string | undefined;
}

/** Shape comes from the family's latest revision, the image from the caller. */
export function planRevision({ running, latest, latestTags, container, image, isNew, restart }: PlanFacts): Plan {
  const runningImage = pickContainer(running, container).image ?? "";
  const wanted = withImage(latest, container, image);
  const changed = differences(running, wanted);
  const { taskDefinitionArn: runningArn = "" } = running;
  if (changed.length === 0)
    return restart
      ? { kind: "restart", revision: runningArn, why: restart }
      : { kind: "unchanged", revision: runningArn, why: "it runs this image in this shape" };

  const shape = changed.filter((field) => field !== `containers.${container}.image`);
  const why = [
    image === runningImage ? "" : isNew ? "new image" : `back to the released image (it ran ${runningImage})`,
    shape.length > 0 ? `new shape (${shape.join(", ")})` : "",
  ];
  const reason = why.filter(Boolean).join(", ");
  return differences(latest, wanted).length === 0
    ? { kind: "move", revision: latest.taskDefinitionArn ?? "", why: reason }
    : { kind: "register", definition: registrable(wanted, latestTags), why: reason };
}
