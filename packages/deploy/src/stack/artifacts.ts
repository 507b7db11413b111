import { DeployError } from "../error";
import type { ArtifactStore, StackPorts } from "./ports";
import type { PackagedTemplate } from "./tree";

/** Where packaged templates lie: a bucket, at AWS or at another endpoint (then addressed by path). */
export interface Artifacts {
  readonly bucket: string;
  readonly endpoint: string | undefined;
}

/** `bucket` or `https://endpoint/bucket`; `undefined` when it is neither. */
export function parseArtifacts(text: string): Artifacts | undefined {
  const bucket = "([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])";
  const plain = new RegExp(`^${bucket}$`).exec(text);
  if (plain) return { bucket: plain[1]!, endpoint: undefined };
  const addressed = new RegExp(`^(https?://[^/\\s]+)/${bucket}/?$`).exec(text);
  return addressed ? { endpoint: addressed[1]!, bucket: addressed[2]! } : undefined;
}

export function objectUrl({ bucket, endpoint }: Artifacts, region: string, key: string): string {
  return endpoint ? `${endpoint}/${bucket}/${key}` : `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
}

/** Uploads what the bucket does not hold yet. A key holds its content's hash, so what is there is right. */
export async function upload(
  { artifacts: store, log }: Pick<StackPorts, "artifacts" | "log">,
  artifacts: Artifacts,
  templates: readonly PackagedTemplate[],
): Promise<void> {
  const uploaded = await Promise.all(
    templates.map(async ({ key, text }) => {
      if (await holds(store, artifacts.bucket, key)) return 0;
      await store
        .putObject({ Bucket: artifacts.bucket, Key: key, Body: text, ContentType: "text/yaml" })
        .catch(failed(artifacts));
      return 1;
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

function failed({ bucket }: Artifacts) {
  return (cause: Error) => {
    throw new DeployError("artifacts", `artifacts: can't write to the bucket ${bucket}: ${cause.message}`, undefined, {
      cause,
    });
  };
}
