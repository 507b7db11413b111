import type { Verb } from "./verb";
import { released } from "./released";

/** In the order of the help. */
export const verbs: readonly Verb[] = [released];
