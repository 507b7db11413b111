import { inputReader, type RawInputs } from "@cashsouk/deploy";
import { type BuildImagesOptions, defaultTags } from "@cashsouk/deploy/image";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

export interface Inputs extends BuildImagesOptions {
  readonly manifest: string | undefined;
  readonly workingDirectory: string;
}

export function parseInputs(raw: RawInputs): Inputs {
  const read = inputReader(raw);
  const services = read.list("services");
  const registry = read.optional("registry");
  const repository = read.optional("repository") ?? "{service}";
  const network = read.optional("network");
  const tags = read.list("tags");
  const inputs: Inputs = {
    // Nothing given means all; an empty list was given by whoever found nothing to build.
    ...(read.optional("services") ? { services } : {}),
    ...(registry ? { registry } : {}),
    ...(network ? { network } : {}),
    repository,
    tags: tags.length > 0 ? tags : defaultTags,
    buildArgs: read.map("build-args"),
    secrets: readSecrets(read.map("secrets"), (text) => read.problem("secrets", text)),
    parallel: read.wholeNumber("parallel", 2, { min: 1, max: 16 }),
    reuse: read.flag("reuse", true),
    manifest: read.optional("manifest"),
    workingDirectory: read.optional("working-directory") ?? ".",
  };
  if (registry && !/^[\w.-]+(:\d+)?$/.test(registry))
    read.problem("registry", `want a host, without a scheme or path, got "${registry}"`);
  if (!/^[a-z0-9{][a-z0-9{}._/-]*$/.test(repository))
    read.problem("repository", `want a repository's name with {service} in it, got "${repository}"`);
  if (inputs.buildArgs["RELEASE"]) read.problem("build-args", "RELEASE is set by this action: it is the content key");
  read.done();
  return inputs;
}

/** Files as absolute paths, since docker is started elsewhere. Only paths travel; contents are docker's to read. */
function readSecrets(secrets: Record<string, string>, problem: (text: string) => void): Record<string, string> {
  for (const [id, file] of Object.entries(secrets)) {
    if (file.includes(",") || id.includes(",")) problem(`want id=file without commas, got "${id}"`);
    else if (!existsSync(file)) problem(`the file of "${id}" does not exist: ${file}`);
  }
  return Object.fromEntries(Object.entries(secrets).map(([id, file]) => [id, resolve(file)]));
}
