import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { Uploads } from "../../configuration/uploads";

const limitMs = 4_000;

/** For all calls that one answer needs, their attempts together: a portal waits for us for five seconds. */
export const storageDeadline = () => AbortSignal.timeout(limitMs);

/** One client for this process's own calls, and one that only signs. */
export function storageClients({ region, publicEndpoint }: Uploads): { client: S3Client; signer: S3Client } {
  const options: S3ClientConfig = {
    region,
    // The portals allow browsers to reach one bucket, by its path.
    forcePathStyle: true,
    // Otherwise the SDK signs into an address the checksum of the empty body that it sees, and asks for another one.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      throwOnRequestTimeout: true,
      socketTimeout: 2_000,
    },
  };
  const client = new S3Client(options);
  if (publicEndpoint === undefined) return { client, signer: client };
  const { credentials } = client.config;
  return { client, signer: new S3Client({ ...options, endpoint: publicEndpoint.origin, credentials }) };
}
