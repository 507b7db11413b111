import type { StackStatus } from "@aws-sdk/client-cloudformation";
import type { Artifacts } from "./artifacts";
import type { ResourceChange } from "./stateful";

/** What is asked of one stack. */
export interface StackRequest {
  readonly name: string;
  /** Paths from the working directory. */
  readonly template: string;
  readonly parameters: string | undefined;
  readonly overrides: Readonly<Record<string, string>>;
  /** `plan` makes the change set, reads it and deletes it. */
  readonly mode: "apply" | "plan";
  /** Where packaged templates go; without it a template is sent as it is, and can't nest files. */
  readonly artifacts: Artifacts | undefined;
  readonly region: string;
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Logical ids, or paths through nested stacks (`Data/Database`), that may be replaced or removed although they hold data. */
  readonly allowReplacement: readonly string[];
  readonly allowRemoval: readonly string[];
  /** Delete a stack whose creation was rolled back, and create it anew. */
  readonly replaceFailed: boolean;
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

export interface StackResult {
  readonly name: string;
  readonly outcome: StackOutcome;
  /** The stack's status in the end; `undefined` for one that does not exist (planned). */
  readonly status: StackStatus | undefined;
  readonly changes: readonly ResourceChange[];
  /** In a plan: what `apply` would refuse. */
  readonly refused: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly seconds: number;
}
