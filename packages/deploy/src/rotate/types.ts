import type { RolloutRequest } from "../rollout";

export interface RotationRequest {
  readonly cluster: string;
  /** The application's secret, by name or ARN. */
  readonly secret: string;
  /** The service that reads it, by its name in ECS. */
  readonly ecsName: string;
  readonly families: {
    /** The task that makes and locks users; its container is called `container`. */
    readonly rotation: string;
    /** Tasks beside which nothing is rotated. */
    readonly others: readonly string[];
  };
  readonly container: string;
  /** How the service gets its new tasks: as strictly judged as a release. */
  readonly rollout: RolloutRequest;
  readonly taskLimits: { readonly startForMs: number; readonly waitForMs: number };
}

/** The steps in their order; each may be repeated. */
export const steps = ["stage", "prepare", "move", "roll-out", "lock", "end"] as const;
export type Step = (typeof steps)[number];

export interface RotationResult {
  readonly former: string;
  readonly current: string;
  /** What each step of this run did; a step that an earlier run had done is not among them. */
  readonly done: ReadonlyMap<Step, string>;
}
