import type {
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionCommandOutput,
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceDeploymentsCommandOutput,
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput,
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput,
  StopServiceDeploymentCommandInput,
  StopServiceDeploymentCommandOutput,
  UpdateServiceCommandInput,
  UpdateServiceCommandOutput,
} from "@aws-sdk/client-ecs";
import type {
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Clock } from "../clock";
import type { EcrPort } from "../image";
import type { Log } from "../log";
import type { PublicAnswer } from "../public-host";
import type { LedgerHistory } from "../rollback";
import type { IsAncestor, LedgerReader, LedgerWriter } from "../release";
import type { EcsDefinitions, EcsServices, EcsTaskLister, Logs } from "../task";
import type { Pending } from "./types";

export interface EcsRollout extends EcsDefinitions, EcsServices, EcsTaskLister {
  updateService(input: UpdateServiceCommandInput): Promise<UpdateServiceCommandOutput>;
  listServiceDeployments(input: ListServiceDeploymentsCommandInput): Promise<ListServiceDeploymentsCommandOutput>;
  describeServiceDeployments(
    input: DescribeServiceDeploymentsCommandInput,
  ): Promise<DescribeServiceDeploymentsCommandOutput>;
  describeServiceRevisions(input: DescribeServiceRevisionsCommandInput): Promise<DescribeServiceRevisionsCommandOutput>;
  stopServiceDeployment(input: StopServiceDeploymentCommandInput): Promise<StopServiceDeploymentCommandOutput>;
  deregisterTaskDefinition(input: DeregisterTaskDefinitionCommandInput): Promise<DeregisterTaskDefinitionCommandOutput>;
}
export interface TargetHealth {
  describeTargetHealth(input: DescribeTargetHealthCommandInput): Promise<DescribeTargetHealthCommandOutput>;
}

/** One HTTP GET. Rejects when there was no answer. */
export type HttpGet = (url: string) => Promise<PublicAnswer>;

export interface RolloutTools extends Logs {
  readonly ecs: EcsRollout;
  readonly targets: TargetHealth;
  readonly ecr: EcrPort;
  /** ECR in another Region than the services', where images may lie as well; without it nobody is asked there. */
  readonly ecrIn?: (region: string) => EcrPort;
  readonly ledger: LedgerReader & LedgerHistory & LedgerWriter;
  readonly get: HttpGet;
  readonly isAncestor: IsAncestor;
  readonly clock: Clock;
  readonly log: Log;
  readonly cancelled: AbortSignal;
  /** Called whenever what would have to be rolled back changes, so that a post step can do what a killed process could not. */
  readonly onPending?: (pending: readonly Pending[]) => void;
}
