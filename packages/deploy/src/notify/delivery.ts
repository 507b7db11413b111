import type { DeployError } from "../error";

/** How a receiver was told. The place and the address are empty where a receiver keeps no place. */
export interface Delivery {
  readonly thread: string;
  readonly permalink: string;
  /** What went otherwise than it was meant to, although it was told. */
  readonly notes: readonly string[];
  /** Why nobody of those was called whom a failure calls, although it was told. */
  readonly uncalled?: DeployError;
}
