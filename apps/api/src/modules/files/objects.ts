import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { create as contentDisposition } from "content-disposition";
import type { Uploads } from "../../configuration/uploads";
import { ApiError } from "../../http/problem";
import { distributionAddress } from "./distribution";
import { savedName } from "./saved-name";
import { storageClients } from "./storage";

/** What was promised of a file's content, or is known of it. `sha256` is in base64, as S3 writes it. */
export interface Content {
  contentType: string;
  contentLength: number;
  sha256: string;
}

/** The files' content, and addresses that let a browser reach one file for a while. */
export interface Objects {
  /** The headers have to be sent exactly so: they are signed. */
  uploadAddress(
    key: string,
    content: Content,
    seconds: number,
  ): Promise<{ url: string; headers: Record<string, string> }>;
  downloadAddress(key: string, as: { fileName: string; contentType: string }, seconds: number): Promise<string>;
  /** Undefined where nothing is. */
  head(key: string, deadline: AbortSignal): Promise<Partial<Content> | undefined>;
  /** Enough to tell a file's kind. */
  beginning(key: string, deadline: AbortSignal): Promise<Uint8Array | undefined>;
  /** For good: the bucket keeps no version of them. At most 1000; what is not there counts as removed. */
  remove(keys: readonly string[], deadline: AbortSignal): Promise<void>;
}

export function s3Objects(uploads: Uploads): Objects {
  const { client, signer } = storageClients(uploads);
  const { bucket: Bucket, distribution } = uploads;
  const headOf = (Key: string, abortSignal: AbortSignal) =>
    client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }), { abortSignal }).catch(absent);
  return {
    async uploadAddress(Key, { contentType, contentLength, sha256 }, seconds) {
      // Without the condition, an address could be used again to replace what was checked.
      const headers = { "content-type": contentType, "if-none-match": "*", "x-amz-checksum-sha256": sha256 };
      const command = new PutObjectCommand({
        Bucket,
        Key,
        ContentType: contentType,
        ContentLength: contentLength,
        ChecksumSHA256: sha256,
        IfNoneMatch: "*",
      });
      const url = await getSignedUrl(signer, command, {
        expiresIn: seconds,
        // Unnamed, the type stays unsigned, and the checksum moves into the query, where S3 ignores it.
        signableHeaders: new Set(["host", "content-length", "content-type", "if-none-match"]),
        unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
      });
      return { url, headers };
    },

    async downloadAddress(Key, { fileName, contentType }, seconds) {
      // Never shown in place: what people upload must not run as a page.
      const disposition = contentDisposition(savedName(fileName, contentType));
      if (distribution) {
        const until = new Date(Date.now() + seconds * 1000);
        return distributionAddress(distribution, Key, { contentDisposition: disposition, contentType }, until);
      }
      const command = new GetObjectCommand({
        Bucket,
        Key,
        ResponseContentDisposition: disposition,
        ResponseContentType: contentType,
      });
      return getSignedUrl(signer, command, { expiresIn: seconds });
    },

    head: (Key, abortSignal) =>
      answered(async () => {
        const found = await headOf(Key, abortSignal);
        return found && contentOf(found);
      }),

    beginning: (Key, abortSignal) =>
      answered(async () => {
        const command = new GetObjectCommand({ Bucket, Key, Range: "bytes=0-511" });
        const found = await client.send(command, { abortSignal }).catch(absent);
        return found && ((await found.Body?.transformToByteArray()) ?? new Uint8Array());
      }),

    remove: (keys, abortSignal) =>
      answered(async () => {
        // A deletion that names no version only hides what is there. Nothing is ever written over, so there is one.
        const found = await Promise.all(keys.map(async (Key) => ({ Key, head: await headOf(Key, abortSignal) })));
        const there = found.flatMap(({ Key, head }) => (head ? [{ Key, VersionId: head.VersionId }] : []));
        if (there.length === 0) return;
        const Delete = { Objects: there, Quiet: true };
        const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }), { abortSignal });
        const [first] = Errors;
        if (first) throw new Error(`${Errors.length} of ${there.length} objects are not removed: ${first.Code}`);
      }),
  };
}

function absent(error: unknown): undefined {
  if (error instanceof NotFound || error instanceof NoSuchKey) return undefined;
  throw error;
}

function contentOf({ ContentType, ContentLength, ChecksumSHA256 }: HeadObjectCommandOutput): Partial<Content> {
  return {
    ...(ContentType !== undefined && { contentType: ContentType }),
    ...(ContentLength !== undefined && { contentLength: ContentLength }),
    ...(ChecksumSHA256 !== undefined && { sha256: ChecksumSHA256 }),
  };
}

async function answered<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (cause) {
    throw new ApiError(503, "storage-unavailable", "The file store does not answer", undefined, { cause });
  }
}
