import type {
  DescribeSecretCommandInput,
  DescribeSecretCommandOutput,
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
  PutSecretValueCommandInput,
  PutSecretValueCommandOutput,
  UpdateSecretVersionStageCommandInput,
  UpdateSecretVersionStageCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type { RolloutTools } from "../rollout";
import type { EcsTasks, Stacks } from "../task";

/** What a rotation needs of `SecretsManager`; the SDK's client fits as it is. */
export interface Secrets {
  describeSecret(input: DescribeSecretCommandInput): Promise<DescribeSecretCommandOutput>;
  getSecretValue(input: GetSecretValueCommandInput): Promise<GetSecretValueCommandOutput>;
  putSecretValue(input: PutSecretValueCommandInput): Promise<PutSecretValueCommandOutput>;
  updateSecretVersionStage(input: UpdateSecretVersionStageCommandInput): Promise<UpdateSecretVersionStageCommandOutput>;
}

export interface RotationTools extends Omit<RolloutTools, "ecs"> {
  readonly ecs: RolloutTools["ecs"] & EcsTasks;
  readonly stacks: Stacks;
  readonly secrets: Secrets;
  /** At most 64 characters, another one for every task that is started. */
  readonly newToken: () => string;
}
