import { DeployError, type Environment, nearest, serviceName, servicePattern, shortArn } from "@cashsouk/deploy";
import type { BuiltImage } from "@cashsouk/deploy/image";
import type { RolloutRequest, Target } from "@cashsouk/deploy/rollout";
import { clients } from "../aws/clients";
import { readServices } from "../checkout";
import { columns } from "../terminal/columns";
import { environmentPositional, readEnvironment } from "./environment";
import { rolloutByHand } from "./rollout-by-hand";
import type { Tools, Verb } from "./verb";

export const ecsUpdate: Verb = {
  name: "ecs-update",
  summary: "moves services to an image, to their latest shape, or to new tasks",
  does:
    "Rolls services out as the workflow does: a new revision, watched to its end, asked at the public host which content " +
    "it runs, then recorded in the ledger; what fails goes back to what ran before. Without --image a service gets the " +
    "released image in the latest shape that its stack gives it, and is left alone when it runs just that.",
  needs: [
    "AWS credentials with the deployer's rights",
    "a way to the public hosts, git and a full clone (to tell an older commit from a newer one)",
  ],
  examples: [
    "cashsouk ecs-update staging api --force",
    "cashsouk ecs-update production landing --dry-run --image 123456789012.dkr.ecr.ap-southeast-5.amazonaws.com/cashsouk-landing@sha256:…",
  ],
  positionals: [environmentPositional, { name: "service", help: "names from services.json", many: true }],
  flags: {
    image: {
      value: "<image>",
      help: "…/cashsouk-<service>@sha256:…, as build-push pushed it: at most one a service",
      many: true,
    },
    commit: { value: "<sha>", help: "the commit to record, where the image's content is that of several" },
    force: { help: "new tasks also where nothing differs: they start with today's secrets" },
    "allow-older": { help: "go back to an image whose commit is older than the released one" },
    "wait-for-minutes": { value: "<1 to 180>", help: "how long a service's deployment may take; 15" },
  },
  async prepare(read) {
    const { readCommit } = await import("@cashsouk/deploy/release");
    const environment = readEnvironment(read);
    const services = pick(await readServices(), read.list("service"), (text) => read.problem("service", text));
    const names = services.map(({ name }) => name);
    const images = byService(read.list("--image"), names, (text) => read.problem("--image", text));
    const commit = readCommit(read, "--commit");
    if (commit && images.size === 0) read.problem("--commit", "goes with --image only");
    const request = {
      environment,
      services,
      images,
      commit,
      forceNewDeployment: read.flag("--force", false),
      allowOlder: read.flag("--allow-older", false),
      waitForMs: read.wholeNumber("--wait-for-minutes", 15, { min: 1, max: 180 }) * 60_000,
    };
    return (tools) => run(tools, request);
  },
};

type Problem = (text: string) => void;
type Services = Awaited<ReturnType<typeof readServices>>;

function pick(known: Services, wanted: readonly string[], problem: Problem): Services {
  const names = known.map(({ name }) => name);
  for (const name of wanted)
    if (!names.includes(name)) problem(`want some of ${names.join(", ")}, got "${name}"${nearest(name, names)}`);
  return known.filter(({ name }) => wanted.includes(name));
}

/** The repository's name tells whose image it is. */
function byService(images: readonly string[], names: readonly string[], problem: Problem): Map<string, string> {
  const found = new Map<string, string>();
  for (const image of images) {
    const [, repository = ""] = /^[^/\s]+\/([^\s:@]+)@sha256:[0-9a-f]{64}$/.exec(image) ?? [];
    const name = names.find((one) => serviceName(one) === repository);
    if (!repository) problem(`want a registry's image by digest (…/${servicePattern}@sha256:…), got "${image}"`);
    else if (!name) problem(`${repository} is not one of ${names.map(serviceName).join(", ") || "the services"}`);
    else if (found.has(name)) problem(`${name} gets two images`);
    else found.set(name, image);
  }
  return found;
}

interface Request extends Pick<
  RolloutRequest,
  "services" | "commit" | "forceNewDeployment" | "allowOlder" | "waitForMs"
> {
  readonly environment: Environment;
  readonly images: ReadonlyMap<string, string>;
}

async function run(tools: Tools, given: Request): Promise<void> {
  const { print, dryRun } = tools;
  const { planRollOut, requireDeployed, rollOut } = await import("@cashsouk/deploy/rollout");
  const { ports, terms } = await rolloutByHand(tools, given.environment);
  const request: RolloutRequest = { ...terms, ...given, ...(await readImages(given)) };
  if (dryRun) return print(planned((await planRollOut(ports, request)).targets));
  const result = await rollOut(ports, request);
  print(
    columns(
      [...result.deployments].map(([name, { outcome, revision, seconds, reason }]) => [
        name,
        outcome,
        shortArn(revision),
        `${seconds} s`,
        reason,
      ]),
    ).join("\n"),
  );
  requireDeployed(result, request.allowZero);
}

/** What the registry knows of the images, and the one commit that they are recorded as. */
async function readImages({ images, commit }: Request): Promise<Pick<RolloutRequest, "images" | "commit">> {
  const { ecrRegion, readImage } = await import("@cashsouk/deploy/image");
  const [ecr, ecrIn] = [await clients.ecr(), await clients.ecrIn()];
  const built = new Map<string, BuiltImage>();
  let common: readonly string[] | undefined;
  for (const [service, image] of images) {
    const region = ecrRegion(image);
    const { built: one, commits } = await readImage(region ? ecrIn(region) : ecr, image);
    built.set(service, one);
    common = common ? common.filter((commit) => commits.includes(commit)) : commits;
  }
  if (!common) return { images: built, commit: undefined };
  const [only, ...others] = commit ? common.filter((one) => one === commit) : common;
  if (only && others.length === 0) return { images: built, commit: only };
  throw commit || !only
    ? new DeployError("other-commit", `--commit: the images are not all of ${commit ?? "one commit"}`, known(common))
    : new DeployError("needs-decision", "--commit: the images' content is that of several commits", known(common));
}

const known = (commits: readonly string[]) => `The registry knows: ${commits.join(", ") || "no commit of them all"}.`;

function planned(targets: readonly Target[]): string {
  return columns(
    targets.map(({ service, plan, previous, desiredCount, image }) => [
      service.name,
      plan.kind === "unchanged" ? "stays" : desiredCount === 0 ? "is refused" : "would move",
      shortArn(previous),
      desiredCount === 0 ? "no task is desired" : plan.why,
      image,
    ]),
  ).join("\n");
}
