import {
  type Environment,
  environments,
  type InputReader,
  inputReader,
  namesOf,
  type RawInputs,
} from "@cashsouk/deploy";
import { type BuiltImage, parseBuiltImages } from "@cashsouk/deploy/image";
import type { RolloutRequest } from "@cashsouk/deploy/rollout";

/** The request but for what is read from the manifest and the environment. */
export interface RolloutInputs extends Omit<RolloutRequest, "services" | "run"> {
  readonly manifest: string;
  /** Names in the manifest; empty: all. */
  readonly names: readonly string[];
}

export function parseInputs(raw: RawInputs): RolloutInputs {
  const read = inputReader(raw);
  const inputs: RolloutInputs = {
    cluster: read.required("cluster"),
    manifest: read.optional("manifest") ?? "services.json",
    names: read.list("services"),
    images: readImages(read),
    serviceName: readPattern(read, "service-name"),
    container: readPattern(read, "container"),
    commit: read.optional("commit"),
    allowOlder: read.flag("allow-older", false),
    allowZero: read.flag("allow-zero", false),
    forceNewDeployment: read.flag("force-new-deployment", false),
    ...readLedger(read),
    waitForMs: read.wholeNumber("wait-for-minutes", 15, { min: 1, max: 180 }) * 60_000,
    onFailure: read.oneOf("on-failure", ["rollback", "none"], "rollback"),
    onCancel: read.oneOf("on-cancel", ["rollback", "leave"], "rollback"),
    healthUrl: readAddress(read, "health-url"),
    versionUrl: readAddress(read, "version-url"),
  };
  const { commit, images, ledger } = inputs;
  if (commit && !/^[0-9a-f]{40}$/.test(commit)) read.problem("commit", `want 40 hexadecimal digits, got "${commit}"`);
  if (!commit && ledger && images.size > 0)
    read.problem("commit", "give the commit, so that the release can be recorded");
  read.done();
  return inputs;
}

function readImages(read: InputReader): ReadonlyMap<string, BuiltImage> {
  const value = read.json("images");
  const images = value === undefined ? new Map<string, BuiltImage>() : parseBuiltImages(value);
  if (!images) read.problem("images", "want build-push's output `images` (service → image, digest, key…)");
  return images ?? new Map();
}

function readLedger(read: InputReader): Pick<RolloutInputs, "environment" | "ledger"> {
  const environment = readEnvironment(read);
  const ledger = read.optional("ledger");
  if (ledger && !/^(\/[\w.-]+)+$/.test(ledger))
    read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${ledger}"`);
  return { environment, ledger: ledger ?? (environment && namesOf(environment).ledger) };
}

function readEnvironment(read: InputReader): Environment | undefined {
  const environment = read.optional("environment");
  const known = environments.find((name) => name === environment);
  if (environment && !known)
    read.problem("environment", `want one of ${environments.join(", ")}, got "${environment}"`);
  return known;
}

function readPattern(read: InputReader, name: string): string {
  return read.optional(name) ?? "{service}";
}

function readAddress(read: InputReader, name: string): string | undefined {
  const address = read.optional(name);
  if (address && !/^https?:\/\/\S+$/.test(address))
    read.problem(name, `want an http or https address, got "${address}"`);
  return address;
}
