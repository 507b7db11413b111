import { posix } from "node:path";
import { DeployError } from "../error";
import { type Manifest, parseManifest } from "./manifest";

/** A workspace package, as far as finding services goes. */
interface Candidate {
  readonly name: string;
  readonly folder: string;
}

/** Could a file of this path make a package a service? As Docker and Podman look for them. */
const isDockerfile = (path: string): boolean => /(^|\/)(docker|container)file$/i.test(path);

/**
 * A manifest for a repository that has none: each workspace package with a Dockerfile is a service,
 * named like the package without its scope (with it where two would have the same name).
 */
export function discoverManifest(packages: Iterable<Candidate>, paths: readonly string[]): Manifest {
  const files = paths.filter(isDockerfile);
  const found = [...packages].flatMap(({ name, folder }) => {
    // They are sorted: of two, Docker's.
    const dockerfile = files.findLast((path) => posix.dirname(path) === folder);
    return dockerfile ? [{ package: name, dockerfile }] : [];
  });
  const short = found.map((service) => serviceName(lastPart(service.package)));
  const services = found.map((service, index) => {
    const name = short[index]!;
    const taken = short.indexOf(name) !== short.lastIndexOf(name);
    return { name: taken ? serviceName(service.package) : name, ...service };
  });
  if (services.length > 0) return parseManifest(JSON.stringify({ services }), "the workspace");
  throw new DeployError(
    "no-services",
    "manifest: there is no services.json, and no workspace package has a Dockerfile",
    "List the services in a services.json (https://github.com/cashsouk/cashsouk/blob/main/actions/README.md#servicesjson) or in `manifest`'s file, or put a Dockerfile into each workspace package.",
  );
}

/** `api` of `@shop/api`, and of a nameless package's folder `apps/api`. */
function lastPart(name: string): string {
  return name.replace(/.*\//, "");
}

/** As the manifest wants a service's name. */
function serviceName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return plain.replace(/^[^a-z]+|-+$/g, "") || "app";
}
