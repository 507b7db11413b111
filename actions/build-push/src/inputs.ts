import { type InputReader, inputReader, type RawInputs } from "@cashsouk/deploy";
import {
  type BuildImagesOptions,
  defaultTags,
  type FolderImage,
  isTagPattern,
  type Wishes,
} from "@cashsouk/deploy/image";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

export interface Inputs {
  readonly options: BuildImagesOptions;
  /** One image of a folder; absent: the workspace's services. */
  readonly one: FolderImage | undefined;
  /** Names from the manifest; absent: all. */
  readonly services: readonly string[] | undefined;
  readonly manifest: string | undefined;
  readonly workingDirectory: string;
  /** The registry's host; absent: the account's ECR. */
  readonly registry: string | undefined;
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
}

export function parseInputs(raw: RawInputs): Inputs {
  const read = inputReader(raw);
  const workingDirectory = read.optional("working-directory") ?? ".";
  const services = read.names("services");
  const manifest = read.optional("manifest");
  const registry = readRegistry(read);
  const repository = readRepository(read);
  const one = readOne(read, { workingDirectory, repository });
  if (one && (read.optional("services") || manifest))
    read.problem("context", "one image of a folder, or `services` of a workspace: give either");
  const inputs: Inputs = {
    options: { ...readOptions(read), repository: repository ?? "{service}" },
    one,
    // Nothing given means all; an empty list was given by whoever found nothing to build.
    services: read.optional("services") ? services : undefined,
    manifest,
    workingDirectory,
    registry,
    credentials: readCredentials(read, registry),
  };
  read.done();
  return inputs;
}

function readOptions(read: InputReader): Omit<BuildImagesOptions, "repository"> {
  const tags = read.list("tags");
  for (const tag of tags)
    if (!isTagPattern(tag))
      read.problem("tags", `want a tag alone, beside \`registry\` and \`repository\` (v1, v1-{commit}), got "${tag}"`);
  const buildArgs = read.map("build-args");
  // A name may be a piece of a secret that holds a line break: where it stands is told, and not what stands there.
  for (const [at, name] of Object.keys(buildArgs).entries())
    if (!/^[a-z_][\w.-]*$/i.test(name))
      read.problem("build-args", `entry ${at + 1}: want a name of letters, digits and "_" right before the "="`);
  const labels = read.map("labels");
  const ours = [
    ["build-args", buildArgs, "RELEASE"],
    ["labels", labels, "org.cashsouk.key"],
  ] as const;
  for (const [input, given, name] of ours)
    if (given[name] !== undefined) read.problem(input, `${name} is set by this action: it is the content key`);
  return {
    tags: tags.length > 0 ? tags : defaultTags,
    buildArgs: { ...fromEnvironment(), ...buildArgs },
    labels,
    secrets: readSecrets(read.map("secrets"), (text) => read.problem("secrets", text)),
    network: read.optional("network"),
    cacheRepository: read.optional("cache-repository"),
    push: read.flag("push", true),
    parallel: read.wholeNumber("parallel", 2, { min: 1, max: 16 }),
    reuse: read.flag("reuse", true),
    wishes: readWishes(read),
  };
}

/** As buildx takes it: https://docs.docker.com/build/ci/github-actions/reproducible-builds */
function fromEnvironment(): Record<string, string> {
  const epoch = process.env["SOURCE_DATE_EPOCH"];
  return epoch ? { SOURCE_DATE_EPOCH: epoch } : {};
}

/** What is left out here is left to the builder, which is another thing than what is asked for by name. */
function readWishes(read: InputReader): Wishes {
  const platforms = [...new Set(read.names("platforms"))];
  for (const platform of platforms)
    if (!/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/.test(platform))
      read.problem("platforms", `want os/architecture (linux/arm64), got "${platform}"`);
  const cache = read.oneOf("cache", ["registry", "inline", "none"], undefined);
  const compression = read.oneOf("compression", ["gzip", "zstd", "estargz", "uncompressed"], undefined);
  const [provenance, sbom] = ["provenance", "sbom"].map((name) => {
    const value = read.optional(name);
    if (value && !/^(true|false|[a-z-]+=[^\s,]+(,[a-z-]+=[^\s,]+)*)$/.test(value))
      read.problem(name, `want true, false or BuildKit's options (mode=max), got "${value}"`);
    return value;
  });
  return { platforms, cache, compression, provenance, sbom };
}

function readOne(
  read: InputReader,
  { workingDirectory, repository }: { workingDirectory: string; repository: string | undefined },
): FolderImage | undefined {
  const [context, file, target] = ["context", "file", "target"].map((name) => read.optional(name));
  if (!context && !file && !target) return undefined;
  if (!repository || repository.includes("{"))
    read.problem("repository", `want the image's own repository beside \`context\`, got "${repository ?? ""}"`);
  return {
    // What people call it in the log and the summary.
    name: repository?.split("/").pop() ?? "image",
    context: resolve(workingDirectory, context ?? "."),
    file: file && resolve(workingDirectory, file),
    target,
  };
}

function readRegistry(read: InputReader): string | undefined {
  const registry = read.optional("registry");
  if (registry && !/^[\w.-]+(:\d+)?$/.test(registry))
    read.problem("registry", `want a host, without a scheme or path, got "${registry}"`);
  return registry;
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const part = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
const repositoryName = new RegExp(`^${part}(/${part})*$`);

function readRepository(read: InputReader): string | undefined {
  const repository = read.optional("repository");
  if (repository && !repositoryName.test(repository.replaceAll("{service}", "x")))
    read.problem(
      "repository",
      `want a repository's name in lower case, {service} for a service's (team/{service}), got "${repository}"`,
    );
  return repository;
}

function readCredentials(read: InputReader, registry: string | undefined): Inputs["credentials"] {
  const [user, password] = [read.optional("username"), read.optional("password")];
  if (!user && !password) return undefined;
  if (!registry) read.problem("username", "is for a `registry` other than the account's ECR");
  if (!user) read.problem("username", "is missing beside `password`");
  if (!password) read.problem("password", "is missing beside `username`");
  return { user: user ?? "", password: password ?? "" };
}

/** Files as absolute paths, since docker is started elsewhere. Only paths travel; contents are docker's to read. */
function readSecrets(secrets: Record<string, string>, problem: (text: string) => void): Record<string, string> {
  for (const [id, file] of Object.entries(secrets)) {
    if (file.includes(",") || id.includes(",")) problem(`want id=file without commas, got "${id}"`);
    else if (!existsSync(file))
      problem(`the file of "${id}" does not exist (want its path; a secret's value is never given)`);
  }
  return Object.fromEntries(Object.entries(secrets).map(([id, file]) => [id, resolve(file)]));
}
