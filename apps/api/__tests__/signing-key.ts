import { generateKeyPairSync } from "node:crypto";

/** A pair as setup-aws makes it. */
export const signingKey = (modulusLength = 2048) =>
  generateKeyPairSync("rsa", {
    modulusLength,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
