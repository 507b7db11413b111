import {
  type Environment,
  environments,
  type InputReader,
  inputReader,
  namesOf,
  type RawInputs,
  unknownEnvironment,
} from "@cashsouk/deploy";
import { readCommit } from "@cashsouk/deploy/release";
import type { RolloutRequest } from "@cashsouk/deploy/rollout";
import { type Images, readImages } from "./images";

/** The request but for what is read from the manifest and the environment. */
export interface RolloutInputs extends Omit<RolloutRequest, "services" | "run"> {
  readonly manifest: string;
  /** Names in the manifest; empty: all. */
  readonly names: readonly string[];
  /** One service by its name in ECS, without a manifest. */
  readonly service: string | undefined;
  /** `images` is given as `{}`: nothing was built, which an output that is not there would not say. */
  readonly noneBuilt: boolean;
  /** Service → its place, instead of the manifest's. */
  readonly order: Readonly<Record<string, number>>;
  readonly mode: "apply" | "plan";
  /** The earlier release of the ledger that is gone back to. */
  readonly release: string | undefined;
}

const defaultLedger = "/cashsouk/{environment}/released";

export function parseInputs(raw: RawInputs): RolloutInputs {
  const read = inputReader(raw);
  const cluster = read.required("cluster");
  const { service, images } = readOne(read, readImages(read));
  const allowZero = read.flag("allow-zero", false);
  const allowOlder = read.flag("allow-older", false);
  const release = read.optional("release");
  const inputs: RolloutInputs = {
    cluster,
    manifest: read.optional("manifest") ?? "services.json",
    names: read.names("services"),
    service,
    order: readOrder(read),
    images,
    noneBuilt: images.size === 0 && read.optional("images") !== undefined,
    serviceName: read.optional("service-name") ?? "{service}",
    // Of one service the only essential container is meant, of the manifest's the one that is called like the service.
    container: read.optional("container") ?? (service ? undefined : "{service}"),
    commit: readCommit(read),
    mode: read.oneOf("mode", ["apply", "plan"], "apply"),
    release,
    allowOlder: allowOlder || release !== undefined,
    allowZero,
    forceNewDeployment: read.flag("force-new-deployment", false),
    environmentVariables: readVariables(read),
    desiredCount: readDesiredCount(read, allowZero),
    ...readLedger(read),
    waitForMs: read.wholeNumber("wait-for-minutes", 15, { min: 1, max: 180 }) * 60_000,
    onFailure: read.oneOf("on-failure", ["rollback", "none"], "rollback"),
    onCancel: read.oneOf("on-cancel", ["rollback", "leave"], "rollback"),
    healthUrl: readAddresses(read, "health-url"),
    versionUrl: readAddresses(read, "version-url"),
    expectVersion: read.map("expect-version"),
  };
  checkOne(read, inputs);
  checkCommit(read, inputs);
  checkRelease(read, inputs);
  checkVersions(read, inputs);
  read.done();
  return inputs;
}

function readOne(read: InputReader, images: Images): { service: string | undefined; images: Images } {
  const [service, image] = [read.optional("service"), read.optional("image")];
  if (service && !/^[\w-]{1,255}$/.test(service))
    read.problem("service", `want a service's name in ECS, got "${service}"`);
  if (image && !service) read.problem("image", "goes with `service`; for several services give `images`");
  if (!service) return { service, images };
  const others = [...images.keys()].filter((name) => name !== service);
  if (others.length > 0) read.problem("images", `want ${service}'s alone beside \`service\`, got ${others.join(", ")}`);
  if (!image) return { service, images };
  if (images.size > 0) read.problem("image", "goes without `images`");
  return { service, images: readImages(read, { [service]: image }, "image") };
}

function checkOne(read: InputReader, { service, names }: RolloutInputs): void {
  if (service && names.length > 0) read.problem("services", "goes without `service`, which names the only one");
}

function checkCommit(read: InputReader, { commit, images, ledger }: RolloutInputs): void {
  if (!ledger) return;
  if (!commit && [...images.values()].some((one) => !one.commit))
    read.problem("commit", "give the commit, so that the release can be recorded");
  const input = read.optional("image") ? "image" : "images";
  for (const [name, { image, digest }] of images)
    if (!digest)
      read.problem(input, `want ${name}'s by its digest (repository@sha256:…), to be recorded, got "${image}"`);
}

function checkRelease(read: InputReader, { release, images, commit, ledger }: RolloutInputs): void {
  if (!release) return;
  if (!ledger) read.problem("release", "is looked up in the ledger: give `environment` or `ledger`");
  if (images.size > 0) read.problem("release", "goes without `images` and `image`: the ledger says them");
  if (commit) read.problem("commit", "goes without `release`: the ledger says it");
}

/** A key that nobody is asked for would be recorded as if it had been judged. */
function checkVersions(read: InputReader, { versionUrl, expectVersion = {} }: RolloutInputs): void {
  const unasked = Object.keys(expectVersion).filter(
    (name) => !(typeof versionUrl === "object" ? versionUrl[name] : versionUrl),
  );
  if (unasked.length > 0)
    read.problem(
      "expect-version",
      `wants an address of ${unasked.join(", ")} in \`version-url\`, which is asked for the key`,
    );
}

function readOrder(read: InputReader): Record<string, number> {
  const places = Object.entries(read.map("order"));
  for (const [name, place] of places)
    if (!/^\d{1,6}$/.test(place)) read.problem("order", `want a whole number for ${name}, got "${place}"`);
  return Object.fromEntries(places.map(([name, place]) => [name, Number(place)]));
}

function readVariables(read: InputReader): Record<string, string> {
  const variables = read.map("environment-variables");
  for (const name of Object.keys(variables))
    if (!/^[A-Za-z_][\w.-]*$/.test(name))
      read.problem("environment-variables", `want a variable's name, got "${name}"`);
  return variables;
}

function readDesiredCount(read: InputReader, allowZero: boolean): number | undefined {
  if (!read.optional("desired-count")) return undefined;
  const count = read.wholeNumber("desired-count", 1, { min: 0, max: 5000 });
  if (count === 0 && !allowZero) read.problem("desired-count", "0 leaves nothing to judge: say `allow-zero: true` too");
  return count;
}

function readLedger(read: InputReader): Pick<RolloutInputs, "environment" | "ledger"> {
  const environment = readEnvironment(read);
  const ledger = read.optional("ledger");
  if (ledger === defaultLedger) return { environment, ledger: environment && namesOf(environment).ledger };
  if (ledger && !/^(\/[\w.-]+)+$/.test(ledger))
    read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${ledger}"`);
  return { environment, ledger };
}

function readEnvironment(read: InputReader): Environment | undefined {
  const environment = read.optional("environment");
  const known = environments.find((name) => name === environment);
  if (environment && !known) read.problem("environment", unknownEnvironment(environment));
  return known;
}

const isAddress = (text: string) => /^https?:\/\/\S+$/.test(text);

/** One address or pattern, or one for each service: a JSON object, or `service=address`, one a line. */
function readAddresses(read: InputReader, name: string): RolloutInputs["healthUrl"] {
  const given = read.optional(name);
  if (!given || isAddress(given)) return given;
  const isMap = given.startsWith("{") || /^[\w-]+=/.test(given);
  const addresses = isMap ? read.map(name) : { "": given };
  for (const address of Object.values(addresses))
    if (!isAddress(address)) read.problem(name, `want an http or https address, got "${address}"`);
  return addresses;
}
