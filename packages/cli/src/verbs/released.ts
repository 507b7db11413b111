import { environmentPositional, readEnvironment } from "./environment";
import type { Verb } from "./verb";

export const released: Verb = {
  name: "released",
  summary: "what the ledger and the running services say",
  does: "Reads each service from the running system and the ledger of releases, and tells in a table what runs and whether that is what was released.",
  needs: ["AWS credentials that may read ECS and Parameter Store (the planner's role is enough)"],
  examples: ["cashsouk released production"],
  positionals: [environmentPositional],
  flags: { json: { help: "for programs" } },
  prepare(read) {
    const environment = readEnvironment(read);
    return async (tools) => Promise.resolve(tools.log.info(environment));
  },
};
