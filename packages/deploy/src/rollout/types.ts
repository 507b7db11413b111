import type { Environment } from "../environment";
import type { BuiltImage } from "../image";
import type { Service } from "../manifest";

export interface RolloutRequest {
  readonly cluster: string;
  readonly services: readonly Service[];
  /** New images by service; a service without one is inspected for its shape only. */
  readonly images: ReadonlyMap<string, BuiltImage>;
  readonly commit: string | undefined;
  readonly allowOlder: boolean;
  readonly allowZero: boolean;
  /** New tasks also for a service that runs what it should in that shape: they start with today's secrets. */
  readonly forceNewDeployment: boolean;
  /** Whose releases these are: it stands in the images' tags. */
  readonly environment: Environment | undefined;
  /** The ledger's path; `undefined`: nothing is read or recorded. */
  readonly ledger: string | undefined;
  readonly run: string;
  readonly waitForMs: number;
  readonly onFailure: "rollback" | "none";
  readonly onCancel: "rollback" | "leave";
  /** Addresses with `{subdomain}` and `{health}` in them. */
  readonly healthUrl: string | undefined;
  readonly versionUrl: string | undefined;
  /** Names in ECS, with `{service}` in them. */
  readonly serviceName: string;
  readonly container: string;
}

export const outcomes = [
  "deployed",
  "idle",
  "rolled-back",
  "superseded",
  "timed-out",
  "stopped",
  "failed",
  "not-started",
] as const;
export type Outcome = (typeof outcomes)[number];

export interface ServiceResult {
  readonly outcome: Outcome;
  /** One sentence. */
  readonly reason: string;
  /** The revision that was to run, as an ARN. */
  readonly revision: string;
  /** The revision that ran before. */
  readonly previous: string;
  readonly image: string;
  readonly seconds: number;
  /** Whether it runs another release than before: moved (or restarted) by us, or just deployed by its stack. */
  readonly moved: boolean;
}

export interface RolloutResult {
  readonly deployments: ReadonlyMap<string, ServiceResult>;
  /** Of each failed service, the end of its crashed container's log. */
  readonly tails: ReadonlyMap<string, readonly string[]>;
}

/** A deployment of ours, as ECS knows it. */
export interface OwnDeployment {
  readonly cluster: string;
  readonly ecsName: string;
  /** `ecs-svc/…`: the id of DescribeServices. */
  readonly deploymentId: string;
  readonly revision: string;
  readonly previous: string;
  /** Service deployments that were there before ours. */
  readonly known: readonly string[];
  /** We registered the revision, so that it is ours to take back. */
  readonly registered: boolean;
}

/** What a post step needs to roll back a deployment whose step was killed. */
export interface Pending extends OwnDeployment {
  readonly service: string;
}
