import { DeployError, type Environment } from "@cashsouk/deploy";
import { openAccount } from "../aws/account";
import { clients } from "../aws/clients";
import { readServices } from "../checkout";
import { environmentPositional, readEnvironment } from "./environment";
import type { Tools, Verb } from "./verb";

export const released: Verb = {
  name: "released",
  summary: "what the ledger and the running services say",
  does:
    "Reads each service from the running system and from the ledger of releases, and tells in a table what runs and " +
    "whether that is what was released. It only reads.",
  needs: ["AWS credentials that may read ECS, Parameter Store and the services' stack", "a way to the public hosts"],
  examples: ["cashsouk released production", "cashsouk released staging --json | jq '.[].release.commit'"],
  positionals: [environmentPositional],
  flags: { json: { help: "everything that was read, for programs" } },
  prepare(read) {
    const environment = readEnvironment(read);
    const json = read.flag("--json", false);
    return (tools) => tell(tools, environment, json ? "json" : "table");
  },
};

async function tell({ log, print }: Tools, environment: Environment, form: "json" | "table"): Promise<void> {
  await openAccount(log);
  const { look, render, table } = await import("@cashsouk/deploy/running");
  const { publicUrlPattern } = await import("@cashsouk/deploy/public-host");
  const publicUrls = await publicUrlPattern(await clients.cloudFormation(), environment);
  const ports = { ecs: await clients.ecs(), ledger: await clients.ssm() };
  const sightings = await look(ports, { environment, services: await readServices(), publicUrls });
  const read = table(sightings);
  print(form === "json" ? JSON.stringify(sightings, null, 2) : render(read));
  if (!read.good) throw new DeployError("not-as-released", "What runs is not what the ledger says: see OUTCOME.");
}
