import { bucketFault } from "./bucket-fault";
import type { ArtifactStore, StackPorts } from "./ports";
import type { PackagedTemplate } from "./tree";

/** Where packaged templates lie: a bucket or a folder of it, at AWS or at another endpoint (then addressed by path). */
export interface Artifacts {
  readonly bucket: string;
  readonly endpoint: string | undefined;
  /** `folder/`; nothing where they lie in the bucket itself. */
  readonly prefix?: string;
}

/** `bucket` or `https://endpoint/bucket`, each with `/folder` or without; `undefined` when it is neither. */
export function parseArtifacts(text: string): Artifacts | undefined {
  const given = /^(?:(https?:\/\/[^/\s]+)\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w-]+)*)\/?$/.exec(text);
  if (!given) return undefined;
  const [, endpoint, bucket = "", folder = ""] = given;
  return { bucket, endpoint, ...(folder ? { prefix: `${folder.slice(1)}/` } : {}) };
}

/** Where AWS's Regions have another domain than `amazonaws.com`, by their names' beginning; the SDK's are compared in a test. */
const domains: Readonly<Record<string, string>> = {
  cn: "amazonaws.com.cn",
  eusc: "amazonaws.eu",
  "us-iso": "c2s.ic.gov",
  "us-isob": "sc2s.sgov.gov",
  "us-isof": "csp.hci.ic.gov",
  "eu-isoe": "cloud.adc-e.uk",
};

export function objectUrl({ bucket, endpoint, prefix = "" }: Artifacts, region: string, key: string): string {
  const path = `${prefix}${key}`;
  const begins = Object.keys(domains).find((name) => region.startsWith(`${name}-`)) ?? "";
  const domain = domains[begins] ?? "amazonaws.com";
  return endpoint ? `${endpoint}/${bucket}/${path}` : `https://${bucket}.s3.${region}.${domain}/${path}`;
}

/** Uploads what the bucket does not hold yet. A key holds its content's hash, so what is there is right. */
export async function upload(
  { artifacts: store, log }: Pick<StackPorts, "artifacts" | "log">,
  place: { readonly artifacts: Artifacts; readonly region: string },
  templates: readonly PackagedTemplate[],
): Promise<void> {
  const { bucket, prefix = "" } = place.artifacts;
  const uploaded = await Promise.all(
    templates.map(async ({ key: name, text }) => {
      const key = `${prefix}${name}`;
      try {
        if (await holds(store, bucket, key)) return 0;
        await store.putObject({ Bucket: bucket, Key: key, Body: text, ContentType: "text/yaml" });
        return 1;
      } catch (error) {
        throw bucketFault({ bucket, region: place.region }, error);
      }
    }),
  );
  const count = uploaded.filter(Boolean).length;
  log.info(`${templates.length} templates: ${count} uploaded, ${templates.length - count} there already`);
}

async function holds(store: ArtifactStore, bucket: string, key: string): Promise<boolean> {
  try {
    await store.headObject({ Bucket: bucket, Key: key });
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    // Without s3:ListBucket a missing object answers 403.
    if (status === 404 || status === 403) return false;
    throw error;
  }
}
