import { DeployError } from "../error";
import { type Manifest, parseManifest } from "./manifest";

/** A workspace package, as far as finding services goes. */
interface Candidate {
  readonly name: string;
  readonly folder: string;
}

/**
 * A manifest for a repository that has none: each workspace package with a Dockerfile is a service,
 * named like the package without its scope.
 */
export function discoverManifest(packages: Iterable<Candidate>, paths: readonly string[]): Manifest {
  const files = new Set(paths);
  const services = [...packages].flatMap(({ name, folder }) => {
    const dockerfile = folder === "." ? "Dockerfile" : `${folder}/Dockerfile`;
    return files.has(dockerfile) ? [{ name: serviceName(name), package: name, dockerfile }] : [];
  });
  if (services.length > 0) return parseManifest(JSON.stringify({ services }), "the workspace");
  throw new DeployError(
    "no-services",
    "manifest: there is no services.json, and no workspace package has a Dockerfile",
    "Name the manifest's path in the input `manifest`, or put a Dockerfile into each service's package.",
  );
}

function serviceName(name: string): string {
  return name.replace(/^@[^/]+\//, "").replace(/[^a-z0-9-]/g, "-");
}
