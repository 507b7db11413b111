import { readFileSync } from "node:fs";
import { DeployError } from "@cashsouk/deploy";
import type { Manifest, Service } from "@cashsouk/deploy/manifest";
import type { RolloutInputs } from "./inputs";

/** The services that are meant: the one that is named, or the manifest's, each with its place in the order. */
export async function readServices(inputs: RolloutInputs): Promise<Service[]> {
  const { service, names, order, images, expectVersion = {} } = inputs;
  const manifest = service ? { services: [oneService(service)], global: [] } : await readManifest(inputs.manifest);
  requireKnown("images", [...images.keys()], manifest);
  requireKnown("order", Object.keys(order), manifest);
  requireKnown("expect-version", Object.keys(expectVersion), manifest);
  const services = names.length > 0 ? (await reader()).pickServices(manifest, names) : manifest.services;
  requireOwnNames(inputs, services);
  return services.map((one) => ({ ...one, order: order[one.name] ?? one.order }));
}

/** Otherwise the image of one would be put where the other's runs. */
function requireOwnNames({ serviceName }: RolloutInputs, services: readonly Service[]): void {
  if (services.length < 2 || serviceName.includes("{service}")) return;
  const names = services.map(({ name }) => name).join(", ");
  throw new DeployError(
    "one-name",
    `service-name: ${names} would all be the service ${serviceName} in ECS; nothing was moved`,
    "Write {service} where the manifest's name stands in it, or name the one service in `services`.",
  );
}

/** Loaded where there is a manifest to read: what reads it takes longer to start than all else here. */
const reader = () => import("@cashsouk/deploy/manifest");

async function readManifest(path: string): Promise<Manifest> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DeployError(
      "no-manifest",
      code === "ENOENT" ? `manifest: there is no file ${path}` : `manifest: ${path} can't be read (${code})`,
      "Name the list of services in `manifest`, or give `service` and `image` for one service without it.",
      { cause },
    );
  }
  return (await reader()).parseManifest(text, path);
}

/** What a manifest would say of a service that stands alone; nobody asks here how it is built. */
function oneService(name: string): Service {
  return {
    name,
    package: name,
    dockerfile: "Dockerfile",
    paths: [],
    subdomain: "",
    port: 3000,
    health: "/",
    order: 1,
    migrates: false,
    buildArgs: {},
  };
}

/** What is given for a service that nobody knows would be lost without a word. */
function requireKnown(input: string, names: readonly string[], { services }: Manifest): void {
  const known = services.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new DeployError("unknown-service", `${input}: want some of ${known.join(", ")}, got "${unknown.join(", ")}"`);
}
