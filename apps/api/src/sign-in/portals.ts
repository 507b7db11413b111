import { createHash, timingSafeEqual } from "node:crypto";
import { type Group, groups } from "@cashsouk/types";
import type { PortalKeys } from "../configuration/portal-keys";

/** Whose key it is. Digests are compared, each of them, so that the time taken tells nothing. */
export function portalByKey(keys: PortalKeys): (given: string | undefined) => Group | undefined {
  const digests = groups.map((portal) => ({ portal, digest: sha256(keys[portal]) }));
  return (given) => {
    if (given === undefined) return undefined;
    const digest = sha256(given);
    return digests.filter((candidate) => timingSafeEqual(candidate.digest, digest))[0]?.portal;
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();
