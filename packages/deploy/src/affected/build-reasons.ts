import { DeployError } from "../error";
import type { Service } from "../manifest";
import type { Release } from "../release";
import type { Reason } from "./reasons";

/** What goes into images beside the repository, as the next build would have it. */
export interface BuildOutside {
  /** Build arguments over the manifest's own; absent: they are not compared. */
  readonly args?: Readonly<Record<string, string>>;
  /** What a base image's reference stands for now; absent: base images are not compared. */
  readonly digestOf?: (reference: string) => Promise<string>;
}

/** Why a service's image would differ from its release although the repository is the same. */
export async function buildReasons(release: Release, service: Service, outside: BuildOutside): Promise<Reason[]> {
  return [...compareArgs(release, service, outside.args), ...(await compareBaseImages(release, outside.digestOf))];
}

function compareArgs({ buildArgs }: Release, service: Service, given: BuildOutside["args"]): Reason[] {
  if (!given) return [];
  if (!buildArgs) return [{ kind: "not-comparable", why: "its last release does not say its build arguments" }];
  const now: Readonly<Record<string, string>> = { ...service.buildArgs, ...given };
  const names = [...new Set([...Object.keys(buildArgs), ...Object.keys(now)])].sort();
  return names.filter((name) => buildArgs[name] !== now[name]).map((name) => ({ kind: "build-argument", name }));
}

async function compareBaseImages({ baseImages }: Release, digestOf: BuildOutside["digestOf"]): Promise<Reason[]> {
  if (!digestOf) return [];
  if (!baseImages) return [{ kind: "not-comparable", why: "its last release does not say its base images" }];
  const reasons: Reason[] = [];
  for (const [image, digest] of Object.entries(baseImages)) {
    try {
      if ((await digestOf(image)) !== digest) reasons.push({ kind: "base-image", image });
    } catch (error) {
      if (!(error instanceof DeployError) || error.code === "cancelled") throw error;
      reasons.push({ kind: "not-comparable", why: error.message });
    }
  }
  return reasons;
}
