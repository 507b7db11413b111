import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import type { S3 } from "@aws-sdk/client-s3";
import type { Clock } from "../clock";
import type { Log } from "../log";
import type { IsAncestor, LedgerReader } from "../release";
import type { Secrets } from "./secrets";
import type { ResourceChange } from "./stateful";

export type StackApi = Pick<
  CloudFormation,
  | "cancelUpdateStack"
  | "continueUpdateRollback"
  | "createChangeSet"
  | "deleteChangeSet"
  | "deleteStack"
  | "describeChangeSet"
  | "describeEvents"
  | "describeStackDriftDetectionStatus"
  | "describeStackEvents"
  | "describeStackResourceDrifts"
  | "describeStacks"
  | "detectStackDrift"
  | "executeChangeSet"
  | "getTemplate"
  | "listChangeSets"
  | "listImports"
  | "listStackResources"
  | "setStackPolicy"
  | "updateTerminationProtection"
  | "validateTemplate"
>;
export type ArtifactStore = Pick<S3, "headObject" | "putObject">;

/** An update that was begun, and whose end nobody has seen. */
export interface PendingUpdate {
  readonly name: string;
  readonly stackId: string;
  /** Marks the update's own events. */
  readonly token: string;
}

export interface StackPorts {
  readonly cloudFormation: StackApi;
  readonly artifacts: ArtifactStore;
  readonly ledger: LedgerReader;
  readonly isAncestor?: IsAncestor;
  readonly clock: Clock;
  readonly log: Log;
  readonly cancelled: AbortSignal;
  /** Told of an update before it is begun, and of none once its end is known: what is left belongs to a step that was killed. */
  readonly onPending?: (update: PendingUpdate | undefined) => void;
  /** Whether the very change set that was made is executed; absent: it is. */
  readonly approve?: (stack: string, changes: readonly ResourceChange[]) => Promise<boolean>;
  /** Learns the values of NoEcho parameters, and hides them from what is told. */
  readonly secrets?: Secrets;
}
