import type { Verb } from "./verb";
import { buildAll } from "./build-all";
import { ecsUpdate } from "./ecs-update";
import { migrate } from "./migrate";
import { released } from "./released";
import { rotateDatabaseSecret } from "./rotate-database-secret";
import { setupAws } from "./setup-aws";

/** In the order of the help. */
export const verbs: readonly Verb[] = [setupAws, buildAll, migrate, ecsUpdate, released, rotateDatabaseSecret];
