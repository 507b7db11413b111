import { createHash } from "node:crypto";
import { raw, startAwsWire, type WireCall } from "@cashsouk/testing/aws-wire";

interface Stored {
  contentType: string;
  body: Buffer;
}

/** Each object has one version, called so. */
const versionOf = (key: string) => `version-of-${key.split("/").at(-1)}`;

export const sha256Of = (body: Buffer) => createHash("sha256").update(body).digest("base64");

/** A bucket at the wire: S3's answers to what the files' module asks of it. */
export async function startBucket() {
  const objects = new Map<string, Stored>();
  const missing = raw(404, { "content-type": "application/xml" }, "<Error><Code>NoSuchKey</Code></Error>");
  const found = ({ input: { Key } }: WireCall) => objects.get(Key as string);
  const wire = await startAwsWire({
    HeadObject: (call) => {
      const object = found(call);
      if (!object) return missing;
      return raw(200, {
        "content-type": object.contentType,
        "content-length": String(object.body.length),
        "x-amz-version-id": versionOf((call.input as { Key: string }).Key),
        // S3 tells it only to who asks.
        ...(call.headers["x-amz-checksum-mode"] === "ENABLED" && { "x-amz-checksum-sha256": sha256Of(object.body) }),
      });
    },
    GetObject: (call) => {
      const object = found(call);
      if (!object) return missing;
      const end = /^bytes=0-(\d+)$/.exec(call.headers.range ?? "")?.[1];
      return raw(206, { "content-type": object.contentType }, object.body.subarray(0, Number(end) + 1));
    },
    PostBucket: ({ input }) => {
      const { Body } = input as { Body: Buffer };
      // Without its version an object would only be hidden: it stays.
      for (const [, key = "", version] of Body.toString().matchAll(
        /<Key>([^<]*)<\/Key>(?:<VersionId>([^<]*)<\/VersionId>)?/g,
      ))
        if (version === versionOf(key)) objects.delete(key);
      return raw(
        200,
        { "content-type": "application/xml" },
        `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></DeleteResult>`,
      );
    },
  });
  return { ...wire, objects };
}
