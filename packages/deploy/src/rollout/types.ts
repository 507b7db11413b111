import type { Environment } from "../environment";
import type { Service } from "../manifest";

/** An image to be run: as build-push puts it out, or by its name alone. */
export interface NewImage {
  readonly image: string;
  /** Without it the release can't be recorded. */
  readonly digest?: string | undefined;
  /** The content key, where build-push made the image. */
  readonly key?: string | undefined;
  /** Some input of the image differs from the commit. */
  readonly dirty?: boolean;
  /** The commit that it is recorded as, where that is another than the rollout's. */
  readonly commit?: string | undefined;
  /** When it was released before, where it was (ISO 8601, UTC). */
  readonly since?: string | undefined;
  /** What the key covers beside the repository. */
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  readonly baseImages?: Readonly<Record<string, string>> | undefined;
}

/** An address or a pattern with `{subdomain}` and `{health}` in it for every service, or one for each that has one. */
export type Addresses = string | Readonly<Record<string, string>>;

export interface RolloutRequest {
  readonly cluster: string;
  readonly services: readonly Service[];
  /** New images by service; a service without one is inspected for its shape only. */
  readonly images: ReadonlyMap<string, NewImage>;
  /** Set in the service's container, beside what its definition has. */
  readonly environmentVariables?: Readonly<Record<string, string>>;
  /** How many tasks every service is to have; `undefined`: as many as it has. */
  readonly desiredCount?: number | undefined;
  /**
   * All services of an earlier release, as many as can go back: who has no image here, is not in ECS or desires no task
   * stays as it is and is told. Otherwise every service was asked for, and is red where it can't.
   */
  readonly together?: boolean;
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
  readonly healthUrl: Addresses | undefined;
  readonly versionUrl: Addresses | undefined;
  /** Service → the key that its /version must answer, where build-push's does not say it. */
  readonly expectVersion?: Readonly<Record<string, string>>;
  /** Names in ECS, with `{service}` in them. */
  readonly serviceName: string;
  /** `undefined`: the only essential one. */
  readonly container: string | undefined;
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
  /** Whether it runs another release than before: moved (or restarted) by us, or deployed by others since the last release. */
  readonly moved: boolean;
  /** The commit that it is released as where it is deployed, and the one that was released before; absent where unknown. */
  readonly commit?: string;
  readonly previousCommit?: string;
}

export interface RolloutResult {
  readonly deployments: ReadonlyMap<string, ServiceResult>;
  /** Of each failed service, the end of its crashed container's log. */
  readonly tails: ReadonlyMap<string, readonly string[]>;
  /** Of each failed service, what to do, where its reason tells. */
  readonly hints: ReadonlyMap<string, string>;
  /** What people should know of how a service was judged. */
  readonly notes: ReadonlyMap<string, string>;
  /** Services that were meant to go back with all others, and could not: they are as they were. */
  readonly left: readonly string[];
}

/** An image that the previous revision names by a tag, and the digest of it that its tasks ran, where that is known. */
export interface FormerImage {
  readonly container: string;
  readonly image: string;
  readonly digest?: string | undefined;
}

/** A deployment of ours, as ECS knows it. */
export interface OwnDeployment {
  readonly cluster: string;
  readonly ecsName: string;
  /** `ecs-svc/…`: the id of DescribeServices. */
  readonly deploymentId: string;
  readonly revision: string;
  readonly previous: string;
  /** The container whose image is deployed. */
  readonly container?: string | undefined;
  /** Service deployments that were there before ours. */
  readonly known: readonly string[];
  /** We registered the revision, so that it is ours to take back. */
  readonly registered: boolean;
  /** Its service deployment, once it was found. */
  readonly deploymentArn?: string | undefined;
  /** How many tasks were desired before we changed that; `undefined`: we did not. */
  readonly desiredBefore?: number | undefined;
  /** What the previous revision names by a tag: a way back has to lead to the same. */
  readonly former?: readonly FormerImage[];
}

/** What a post step needs to roll back a deployment whose step was killed. */
export interface Pending extends OwnDeployment {
  readonly service: string;
}
