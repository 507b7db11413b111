import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { servicePattern, systemClock } from "@cashsouk/deploy";
import type { BuildImagesOptions, BuildImagesPorts, BuiltImage, PlannedImage } from "@cashsouk/deploy/image";
import { openAccount } from "../aws/account";
import { clients } from "../aws/clients";
import { checkout } from "../checkout";
import { columns } from "../terminal/columns";
import type { Tools, Verb } from "./verb";

export const buildAll: Verb = {
  name: "build-all",
  summary: "builds the services' images, each once for the same content",
  does:
    "Builds the image of every service from the working tree, as the workflow does: the same inputs give the same key, " +
    "and what is there already under that key is not built again. The images stay on this machine as " +
    "cashsouk-<service>:latest and …:key-<key>; with --push they go to ECR, tagged by commit as well.",
  needs: [
    "a Docker engine with BuildKit",
    "with --push: AWS credentials that may push to the registry, and the repositories (cashsouk setup-aws)",
  ],
  examples: [
    "cashsouk build-all",
    "cashsouk build-all --push 123456789012.dkr.ecr.ap-southeast-5.amazonaws.com --dry-run",
  ],
  positionals: [],
  flags: {
    push: { value: "<registry>", help: "the ECR registry's host; without it nothing leaves this machine" },
    "build-arg": { value: "<NAME=value>", help: "an argument of the Dockerfiles, e.g. NODE_IMAGE=…", many: true },
    secret: { value: "<id=file>", help: "a file for the build that no image keeps, e.g. ca=…", many: true },
    parallel: { value: "<1 to 16>", help: "how many at a time; 2" },
    rebuild: { help: "build also what is there already" },
  },
  prepare(read) {
    const registry = read.optional("--push");
    if (registry && !/^[\w.-]+(:\d+)?$/.test(registry))
      read.problem("--push", `want a host, without a scheme or path, got "${registry}"`);
    const secrets = Object.entries(read.map("--secret"));
    for (const [id, file] of secrets)
      if (!existsSync(file)) read.problem("--secret", `the file of "${id}" does not exist: ${file}`);
    const buildArgs = read.map("--build-arg");
    if (buildArgs["RELEASE"]) read.problem("--build-arg", "RELEASE is the content key, which is not given");
    const options: BuildImagesOptions = {
      repository: servicePattern,
      tags: registry ? ["{commit}", "latest"] : ["latest"],
      buildArgs,
      secrets: Object.fromEntries(secrets.map(([id, file]) => [id, resolve(file)])),
      parallel: read.wholeNumber("--parallel", 2, { min: 1, max: 16 }),
      reuse: !read.flag("--rebuild", false),
    };
    return (tools) => run(tools, options, registry);
  },
};

async function run(
  { log, print, cancelled, dryRun }: Tools,
  options: BuildImagesOptions,
  registry: string | undefined,
): Promise<void> {
  const { buildImages, planImages, readSource, workspaceImages } = await import("@cashsouk/deploy/image");
  const { openRepository } = await import("@cashsouk/deploy/git");
  const ports: BuildImagesPorts = { clock: systemClock, log, signal: cancelled, ...(await registryAt(registry, log)) };
  const sources = workspaceImages(await readSource(openRepository(checkout, cancelled)));
  if (dryRun) return print(columns([...(await planImages(sources, options, ports))].map(planned)).join("\n"));
  const { images } = await buildImages(sources, options, ports);
  print(columns([...images].map(([service, report]) => built([service, report.built]))).join("\n"));
}

async function registryAt(host: string | undefined, log: Tools["log"]): Promise<Pick<BuildImagesPorts, "registry">> {
  if (!host) return {};
  await openAccount(log);
  const { ecrRegistry } = await import("@cashsouk/deploy/image");
  return { registry: ecrRegistry(await clients.ecr(), host) };
}

function planned([service, image]: [string, PlannedImage]): string[] {
  switch (image.kind) {
    case "held":
      return [service, "is there", image.key.slice(0, 12), image.reference];
    case "to-build":
      return [
        service,
        "would be built",
        image.key.slice(0, 12),
        `${image.files} files${image.dirty ? ", differs from the commit" : ""}`,
      ];
    case "unknown":
      return [service, "would be built", "–", image.why];
  }
}

function built([service, { reused, key, bytes, seconds, image, dirty }]: [string, BuiltImage]): string[] {
  const how = `${reused ? "was there" : "built"}${dirty ? ", differs from the commit" : ""}`;
  return [service, how, key.slice(0, 12), `${(bytes / 1_000_000).toFixed(1)} MB`, `${seconds.toFixed(1)} s`, image];
}
