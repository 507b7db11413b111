import { createPublicKey, type KeyObject } from "node:crypto";
import { CloudFront } from "@aws-sdk/client-cloudfront";
import { awsClient } from "@cashsouk/deploy";
import { asRoot, type AwsApi, freshMs, limits } from "./aws-api";
import { freshFor } from "./fresh-for";
import { matches } from "./signed-address";

export interface Distribution {
  /** Its own name, by which the emulator knows it. */
  readonly domain: string;
  /** In the order in which they are tried; the default one, for every path, is the last. */
  readonly behaviors: readonly Behavior[];
}

export interface Behavior {
  readonly pathPattern: string;
  /** By key pair id; undefined where it trusts no key group, and so serves everybody. */
  readonly keys: ReadonlyMap<string, KeyObject> | undefined;
}

/**
 * Which behavior a path belongs to. CloudFront removes its dot segments before it compares it, as RFC 3986 says, and hands
 * it to the origin as it came ("Path pattern" in
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html).
 * What is no path belongs to the default behavior.
 */
export function behaviorOf({ behaviors }: Distribution, path: string): Behavior | undefined {
  const address = `http://distribution${path}`;
  const normal = path.startsWith("/") && URL.canParse(address) ? new URL(address).pathname : undefined;
  const takes = ({ pathPattern }: Behavior) => matches(`/${pathPattern.replace(/^\//, "")}`, normal ?? "");
  return behaviors.find(takes) ?? behaviors.at(-1);
}

export type ReadDistribution = () => Promise<Distribution | undefined>;

/** The distribution that a stack has laid down, the first where there are several, and the keys that it trusts. */
export function distributionOf(api: AwsApi): ReadDistribution {
  const cloudFront = awsClient(CloudFront, asRoot(api), limits);
  return freshFor(freshMs, async () => {
    const { DistributionList } = await cloudFront.listDistributions({});
    const [found] = DistributionList?.Items ?? [];
    if (found?.DomainName === undefined) return undefined;
    const behaviors: Behavior[] = [];
    for (const { PathPattern = "*", TrustedKeyGroups } of [
      ...(found.CacheBehaviors?.Items ?? []),
      { PathPattern: "*", TrustedKeyGroups: found.DefaultCacheBehavior?.TrustedKeyGroups },
    ])
      behaviors.push({
        pathPattern: PathPattern,
        keys: TrustedKeyGroups?.Enabled ? await keysOf(cloudFront, TrustedKeyGroups.Items ?? []) : undefined,
      });
    return { domain: found.DomainName, behaviors };
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
