import type { StackStatus } from "@aws-sdk/client-cloudformation";
import type { Artifacts } from "./artifacts";
import type { Drift } from "./drift";
import type { ParameterChange } from "./parameter-changes";
import type { ResourceChange } from "./stateful";
import type { TagChange } from "./tag-changes";

/** What is asked of one stack. */
export interface StackRequest {
  readonly name: string;
  /** Paths from the working directory. `execute` reads neither: both are in the change set. */
  readonly template: string;
  readonly parameters: string | undefined;
  readonly overrides: Readonly<Record<string, string>>;
  /** `plan` makes the change set, reads it and, but for a review, deletes it; `execute` runs one that was reviewed. */
  readonly mode: "apply" | "plan" | "execute";
  /** In a plan the change set's name; in `execute` its ARN, since another may come to bear the name. */
  readonly changeSet?: string | undefined;
  /** A plan for people: its change set is kept for `execute`, and the stack's drift is told. */
  readonly review?: boolean;
  /** Where packaged templates go; without it a template is sent as it is, and can't nest files. */
  readonly artifacts: Artifacts | undefined;
  readonly region: string;
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
  /** All that the stack is to have; `undefined`: left as they are. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** Logical ids, or paths through nested stacks (`Data/Database`), that may be replaced or removed although they hold data. */
  readonly allowReplacement: readonly string[];
  /** An output is named `Outputs.Host`. */
  readonly allowRemoval: readonly string[];
  /** Delete a stack whose creation was rolled back, and create it anew. */
  readonly replaceFailed: boolean;
  /** Continue a rollback that failed, skipping these (paths as above). `undefined`: it is not continued. */
  readonly continueRollback?: readonly string[] | undefined;
  /** A file; `undefined`: the stack's policy is left as it is. */
  readonly stackPolicy?: string | undefined;
  /** `undefined`: left as it is. */
  readonly terminationProtection: boolean | undefined;
  readonly waitMs: number;
  /** service → the image just built */
  readonly images: ReadonlyMap<string, { readonly image: string }>;
  /** The ledger's path in Parameter Store; `undefined`: none. */
  readonly ledger: string | undefined;
  /** What is deployed: refused where the ledger knows of a newer one. `undefined`: not compared. */
  readonly commit?: string | undefined;
  /** The name of a service's image parameter, `{Service}` standing for the service in PascalCase. */
  readonly imageParameters: string;
}

/** What became of it. `unchanged` is a success too, and `why` says what was compared. */
type StackOutcome =
  { readonly kind: "created" | "updated" | "planned" } | { readonly kind: "unchanged"; readonly why: string };

/** What a change set would do, or has done. */
export interface Changed {
  readonly outcome: StackOutcome;
  readonly changes: readonly ResourceChange[];
  /** What becomes of parameters' values; unknown to `execute`, whose plan has told it. */
  readonly parameters?: readonly ParameterChange[];
  /** What becomes of the stack's tags; as with the parameters. */
  readonly tags?: readonly TagChange[];
  /** In a plan: what `apply` would refuse. */
  readonly refused: readonly string[];
  /** What a change that came to a good end has left to look at. */
  readonly warnings?: readonly string[];
  /** The ARN of the change set: executed, or kept for `execute`. `undefined`: there is none. */
  readonly changeSet?: string | undefined;
}

export interface StackResult extends Changed {
  readonly name: string;
  /** The stack's status in the end; `undefined` for one that does not exist (planned). */
  readonly status: StackStatus | undefined;
  /** Told in a review of a stack that exists. */
  readonly drift?: Drift | undefined;
  /** Whether termination protection was switched. */
  readonly protectionChanged?: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly seconds: number;
}
