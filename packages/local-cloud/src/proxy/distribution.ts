import { createPublicKey, type KeyObject } from "node:crypto";
import { CloudFront } from "@aws-sdk/client-cloudfront";
import { awsClient } from "@cashsouk/deploy";
import { asRoot, type AwsApi, freshMs, limits } from "./aws-api";
import { freshFor } from "./fresh-for";

export interface Distribution {
  /** Its own name, by which the emulator knows it. */
  readonly domain: string;
  /** By key pair id; undefined where it trusts no key group, and so serves everybody. */
  readonly keys: ReadonlyMap<string, KeyObject> | undefined;
}

export type ReadDistribution = () => Promise<Distribution | undefined>;

/** The distribution that a stack has laid down, the first where there are several, and the keys that it trusts. */
export function distributionOf(api: AwsApi): ReadDistribution {
  const cloudFront = awsClient(CloudFront, asRoot(api), limits);
  return freshFor(freshMs, async () => {
    const { DistributionList } = await cloudFront.listDistributions({});
    const [found] = DistributionList?.Items ?? [];
    if (found?.DomainName === undefined) return undefined;
    const groups = found.DefaultCacheBehavior?.TrustedKeyGroups;
    return {
      domain: found.DomainName,
      keys: groups?.Enabled ? await keysOf(cloudFront, groups.Items ?? []) : undefined,
    };
  });
}

async function keysOf(cloudFront: CloudFront, groups: readonly string[]): Promise<ReadonlyMap<string, KeyObject>> {
  const keys = new Map<string, KeyObject>();
  for (const Id of groups) {
    const { KeyGroup } = await cloudFront.getKeyGroup({ Id });
    for (const id of KeyGroup?.KeyGroupConfig?.Items ?? []) {
      const { PublicKey } = await cloudFront.getPublicKey({ Id: id });
      keys.set(id, createPublicKey(PublicKey?.PublicKeyConfig?.EncodedKey ?? ""));
    }
  }
  return keys;
}
