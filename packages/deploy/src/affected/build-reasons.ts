import { frontend, isAddress } from "../dockerfile";
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

/** What an image is made by beside its base images: releases of an earlier version do not say it. */
export interface Making {
  readonly dockerfile: string;
  /** Addresses that it takes from, as they are written. */
  readonly open: readonly string[];
}

/** Why a service's image would differ from its release although the repository is the same. */
export async function buildReasons(
  release: Release,
  service: Service,
  { args, digestOf }: BuildOutside,
  making: Making,
): Promise<Reason[]> {
  const reasons = compareArgs(release, service, args);
  if (!digestOf) return reasons;
  const { baseImages } = release;
  if (!baseImages) return [...reasons, notComparable("its last release does not say its base images")];
  const silent = unrecorded(baseImages, making, { ...service.buildArgs, ...(args ?? release.buildArgs) });
  return [...reasons, ...silent, ...(await compareBaseImages(baseImages, digestOf))];
}

function compareArgs({ buildArgs }: Release, service: Service, given: BuildOutside["args"]): Reason[] {
  if (!given) return [];
  if (!buildArgs) return [notComparable("its last release does not say its build arguments")];
  const now: Readonly<Record<string, string>> = { ...service.buildArgs, ...given };
  const names = [...new Set([...Object.keys(buildArgs), ...Object.keys(now)])].sort();
  return names.filter((name) => buildArgs[name] !== now[name]).map((name) => ({ kind: "build-argument", name }));
}

type Digests = Readonly<Record<string, string>>;

function unrecorded(baseImages: Digests, { dockerfile, open }: Making, buildArgs: Digests): Reason[] {
  const recorded = Object.keys(baseImages);
  const reader = frontend(dockerfile, buildArgs);
  // What a variable makes of an address is the build's to know.
  const isTold = (address: string) => (address.includes("$") ? recorded.some(isAddress) : recorded.includes(address));
  const silent = [...(reader && !recorded.includes(reader) ? [reader] : []), ...open.filter((one) => !isTold(one))];
  return silent.map((one) => notComparable(`its last release does not say what ${one} was`));
}

async function compareBaseImages(
  baseImages: Digests,
  digestOf: NonNullable<BuildOutside["digestOf"]>,
): Promise<Reason[]> {
  const reasons: Reason[] = [];
  for (const [image, digest] of Object.entries(baseImages)) {
    try {
      if ((await digestOf(image)) !== digest) reasons.push({ kind: "base-image", image });
    } catch (error) {
      if (!(error instanceof DeployError) || error.code === "cancelled") throw error;
      reasons.push(notComparable(error.message));
    }
  }
  return reasons;
}

function notComparable(why: string): Reason {
  return { kind: "not-comparable", why };
}
