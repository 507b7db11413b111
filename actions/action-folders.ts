import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The actions' names: every folder with an action.yml. */
export const actionNames: readonly string[] = readdirSync(__dirname).filter((name) =>
  existsSync(join(__dirname, name, "action.yml")),
);
