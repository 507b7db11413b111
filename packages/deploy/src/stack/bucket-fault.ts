import { isPassing } from "../asking/ask-patiently";
import { credentialsFault } from "../credentials-fault";
import { DeployError } from "../error";

/** What S3's error has beyond its words: the status alone, where its answer has no body. */
interface Answered extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Why the bucket of templates can't be used, in a sentence that names it; what is no fault of the bucket's, as it is. */
export function bucketFault(
  { bucket, region }: { readonly bucket: string; readonly region: string },
  error: unknown,
): unknown {
  const { name, message, $metadata, $response } = error as Answered;
  const status = $metadata?.httpStatusCode;
  if (status === undefined || isPassing(error) || credentialsFault(error)) return error;
  const told = (what: string, hint?: string) =>
    new DeployError("artifacts", `artifacts: ${what}`, hint, { cause: error });
  const found = $response?.headers?.["x-amz-bucket-region"];
  if (status === 301 || (found !== undefined && found !== region))
    return told(
      `the bucket ${bucket} is in ${found === undefined ? "another Region" : `the Region ${found}`}, and the stack in ${region}`,
      "Name a bucket in the stack's Region: that is where its templates are read.",
    );
  if (name === "NoSuchBucket") return told(`there is no bucket ${bucket}`, "Make the bucket, or mend its name.");
  // To a HEAD S3 gives the status alone.
  if (message === "UnknownError")
    return told(
      `S3 refuses the bucket ${bucket} with ${status}, and does not say why`,
      `It may be in another Region than the stack's, ${region}, or the credentials may have expired.`,
    );
  return told(`can't write to the bucket ${bucket}: ${message}`);
}
