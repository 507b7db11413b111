import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import type { Distribution } from "../../configuration/distribution";

/** What a browser is told of a file. */
export interface Shown {
  contentDisposition: string;
  contentType: string;
}

/** The one address under which the distribution gives the file, as shown, until then: the signature covers all of it. */
export function distributionAddress(
  { url, keyPairId, privateKey }: Distribution,
  key: string,
  { contentDisposition, contentType }: Shown,
  until: Date,
): string {
  const query = [
    ["response-content-disposition", contentDisposition],
    ["response-content-type", contentType],
  ] as const;
  const asked = query.map(([name, value]) => `${name}=${encoded(value)}`).join("&");
  return getSignedUrl({
    url: `${url.origin}/${key}?${asked}`,
    keyPairId,
    privateKey,
    dateLessThan: until,
    algorithm: "SHA256",
  });
}

/** Also what encodeURIComponent leaves: in the address that a policy names, * and ? stand for anything. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
