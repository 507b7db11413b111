import { randomUUID } from "node:crypto";
import { type Environment, namesOf, serviceName } from "@cashsouk/deploy";
import type { RotationRequest, Stage } from "@cashsouk/deploy/rotate";
import { clients } from "../aws/clients";
import { readServices } from "../checkout";
import { environmentPositional, readEnvironment } from "./environment";
import { rolloutByHand, type RolloutTerms } from "./rollout-by-hand";
import type { Tools, Verb } from "./verb";

const minute = 60_000;

export const rotateDatabaseSecret: Verb = {
  name: "rotate-database-secret",
  summary: "gives the API another database user with a new password, and locks the one it had",
  does:
    "Rotates between two users with the same rights: stages a new password for the one that nobody uses, makes that user " +
    "in the database by a one-shot task, lets the secret name it, gives the API new tasks, judged as a release is, and " +
    "locks the former user when none of its tasks is left. No request fails. A run that was broken off is gone on with by " +
    "the next one. It is refused while a deployment, a migration or another rotation runs.",
  needs: [
    "AWS credentials with the policy that the stack cashsouk-<name>-migrations puts out as DatabaseRotationPolicyArn",
    "a way to the API's public host",
  ],
  examples: ["cashsouk rotate-database-secret staging --dry-run", "cashsouk rotate-database-secret production"],
  positionals: [environmentPositional],
  flags: { "wait-for-minutes": { value: "<1 to 180>", help: "how long the API's deployment may take; 15" } },
  prepare(read) {
    const environment = readEnvironment(read);
    const waitForMs = read.wholeNumber("--wait-for-minutes", 15, { min: 1, max: 180 }) * minute;
    return (tools) => run(tools, environment, waitForMs);
  },
};

async function run(tools: Tools, environment: Environment, waitForMs: number): Promise<void> {
  const { print, dryRun } = tools;
  const { planRotation, rotateDatabaseSecret: rotate, rotationSummary } = await import("@cashsouk/deploy/rotate");
  const { ports: rolloutPorts, terms } = await rolloutByHand(tools, environment);
  const ports = { ...rolloutPorts, secrets: await clients.secrets(), newToken: randomUUID };
  const request = await requestOf(environment, terms, waitForMs);
  if (dryRun) return print(planned((await planRotation(ports, request)).stage));
  print(rotationSummary(await rotate(ports, request)));
}

async function requestOf(environment: Environment, terms: RolloutTerms, waitForMs: number): Promise<RotationRequest> {
  const { databaseSecret, task } = namesOf(environment);
  const [migrations, roles, rotation] = (["migrations", "database-roles", "database-rotation"] as const).map(task);
  const services = (await readServices()).filter(({ migrates }) => migrates);
  return {
    cluster: terms.cluster,
    secret: databaseSecret,
    ecsName: serviceName(services[0]?.name ?? "api"),
    families: {
      rotation: rotation!.taskDefinition,
      others: [migrations!.taskDefinition, roles!.taskDefinition],
    },
    container: rotation!.container,
    taskLimits: { startForMs: 3 * minute, waitForMs: 5 * minute },
    rollout: {
      ...terms,
      services,
      images: new Map(),
      commit: undefined,
      allowOlder: false,
      forceNewDeployment: true,
      // Without it nothing is tagged: no image changes.
      environment: undefined,
      waitForMs,
    },
  };
}

function planned(stage: Stage): string {
  const { user } = stage.current;
  if (stage.kind === "moved")
    return `A rotation to ${user} is under way: new tasks would get it, and the former user would be locked.`;
  const what = stage.kind === "staged" ? `the rotation to ${stage.pending.user} that was begun` : "a rotation";
  return `The secret names ${user}. This would be ${what}: the other user made, named, rolled out, and ${user} locked.`;
}
