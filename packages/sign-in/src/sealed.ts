import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import type { Group } from "@cashsouk/types";

/** What opens a sealed text: the portal's secret together with the id that only the browser has. */
export interface SealKey {
  portal: Group;
  secret: string;
  id: string;
}

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** 256 random bits as text for a cookie or an address. */
export function newId(): string {
  return randomBytes(32).toString("base64url");
}

/** What the API knows an id by: the id can't be had from it. */
export function handleOf(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}

/** Base64 of a random start, the tag and the ciphertext. Each id has a key of its own. */
export function seal(content: object, key: SealKey): string {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, deriveKey(key), iv).setAAD(boundTo(key));
  const text = Buffer.concat([sealing.update(JSON.stringify(content), "utf8"), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), text]).toString("base64");
}

/** Nothing where a byte was changed, or where it was sealed for another id, by another portal or with another secret. */
export function unseal(sealed: string, key: SealKey): unknown {
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length <= ivBytes + tagBytes) return undefined;
  const opening = createDecipheriv(cipher, deriveKey(key), bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(boundTo(key))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const text = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]);
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}

function deriveKey({ portal, secret, id }: SealKey): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, id, `cashsouk ${portal} session`, 32));
}

/** The database can't hand a portal another's record, or one under another handle. */
function boundTo({ portal, id }: SealKey): Buffer {
  return Buffer.from(`${portal} ${handleOf(id)}`);
}
