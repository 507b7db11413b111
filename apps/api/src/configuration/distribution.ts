import { createPrivateKey } from "node:crypto";
import type { EnvironmentReader } from "./environment";

/** The distribution that serves files, and the key pair by which it knows our addresses. */
export interface Distribution {
  /** Its origin. */
  url: URL;
  /** The public key's id in the distribution's key group. */
  keyPairId: string;
  /** PEM. */
  privateKey: string;
}

const names = ["CLOUDFRONT_URL", "CLOUDFRONT_KEY_PAIR_ID", "CLOUDFRONT_PRIVATE_KEY"] as const;

/** All three or none: undefined where no distribution stands before the bucket, as for a process on a developer's machine. */
export function readDistribution(read: EnvironmentReader): Distribution | undefined {
  if (names.every((name) => read.optional(name) === undefined)) return undefined;
  for (const name of names)
    if (read.optional(name) === undefined) read.problem(name, `is required, as ${names.join(", ")} go together`);
  const url = read.address("CLOUDFRONT_URL");
  if (url && (url.pathname !== "/" || url.search || url.hash))
    read.problem("CLOUDFRONT_URL", `want an origin as https://assets.cashsouk.com, got "${url.href}"`);
  const keyPairId = read.optional("CLOUDFRONT_KEY_PAIR_ID") ?? "";
  if (keyPairId !== "" && !/^[A-Z0-9]+$/.test(keyPairId))
    // Not what was got: whoever swaps two names has put the private key here.
    read.problem("CLOUDFRONT_KEY_PAIR_ID", "want a public key's id as K2JCJMDEHXQW5F");
  const privateKey = readPrivateKey(read);
  return url && { url, keyPairId, privateKey };
}

/** Its lines may be joined by \n, for files that keep one variable a line. The value is never repeated in a problem. */
function readPrivateKey(read: EnvironmentReader): string {
  const pem = (read.optional("CLOUDFRONT_PRIVATE_KEY") ?? "").replaceAll("\\n", "\n");
  if (pem !== "" && !isRsa2048(pem))
    read.problem("CLOUDFRONT_PRIVATE_KEY", "want an RSA private key of 2048 bits in PEM");
  return pem;
}

function isRsa2048(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === "rsa" && asymmetricKeyDetails?.modulusLength === 2048;
  } catch {
    return false;
  }
}
