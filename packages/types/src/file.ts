import { z } from "zod";
import { pageOf } from "./page";
import { written } from "./written";

/** The largest file that is taken, in bytes. */
export const maxFileBytes = 10 * 1024 * 1024;

/** The most that one user may keep, in bytes, with what is on its way. */
export const maxStoredBytes = 1024 * 1024 * 1024;

/** What a file may be; its content has to be what its type says. */
export const fileTypes = ["application/pdf", "image/png", "image/jpeg"] as const;

/** Promised an address, then checked: only what is stored can be downloaded. */
const fileStates = ["waiting", "stored", "refused"] as const;

/** Why a file is not taken. `upload-expired`: it was not completed in time. */
const fileRefusals = ["file-empty", "file-too-large", "file-type-refused", "file-mismatch", "upload-expired"] as const;

const fileType = z.enum(fileTypes);
const fileState = z.enum(fileStates);
const fileRefusal = z.enum(fileRefusals);

/** Why a file is refused by its size and type alone, if it is. The browser asks before it sends, the API before it signs. */
export function refusalOf({
  contentType,
  contentLength,
}: {
  contentType: string;
  contentLength: number;
}): FileRefusal | undefined {
  if (!fileType.safeParse(contentType).success) return "file-type-refused";
  if (contentLength === 0) return "file-empty";
  return contentLength > maxFileBytes ? "file-too-large" : undefined;
}

/** Something to be seen; a name of dots is a folder's. */
const visible = /[^\s.\p{Default_Ignorable_Code_Point}]/u;

/** A name as people write it: without a folder, and without what cannot be seen. */
const fileName = z
  .string("want a name")
  .max(1024, "want a name of at most 255 characters")
  .transform((name) => written(name).split(/[/\\]/).at(-1)?.trim() ?? "")
  .pipe(z.string().regex(visible, "want a name").max(255, "want a name of at most 255 characters"));

/** `POST /api/v1/files/upload-url`: what is about to be sent. Nothing else can be sent to the address that comes back. */
export const uploadRequest = z.object({
  fileName,
  contentType: z.string("want a media type").min(1, "want a media type").max(100, "want a media type"),
  contentLength: z.int("want a whole number of bytes").min(0, "want a whole number of bytes"),
  /** SHA-256 of the content, as S3 writes it. */
  sha256: z
    .string("want the SHA-256 of the content in base64")
    .regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, "want the SHA-256 of the content in base64"),
});

/** Where the content goes: by PUT with exactly these headers, within `expiresIn` seconds. */
export const upload = z.object({
  uploadUrl: z.url(),
  key: z.string().min(1),
  expiresIn: z.int().min(1),
  headers: z.record(z.string(), z.string()),
});

/** `POST /api/v1/files/complete`: the content was sent. Asking twice is the same as asking once. */
export const completeRequest = z.object({
  key: z
    .string("want a key")
    .max(400, "want a key")
    .regex(/^[\w./-]+$/, "want a key"),
});
export const completedFile = z.object({ fileId: z.uuid(), url: z.url() });

/** A file as its owner sees it. */
export const file = z.object({
  id: z.uuid(),
  fileName: z.string().min(1),
  contentType: fileType,
  contentLength: z.int().min(1).max(maxFileBytes),
  state: fileState,
  /** Why, where the state is `refused`. */
  refusal: fileRefusal.nullable(),
  createdAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
});

/** `GET /api/v1/files`: the user's files, the newest at the top. */
export const filePage = pageOf(file);

/** `GET /api/v1/files/:id/url`: where the content can be had, for `expiresIn` seconds. */
export const fileAddress = z.object({ url: z.url(), expiresIn: z.int().min(1) });

export type FileRefusal = z.infer<typeof fileRefusal>;
export type FileState = z.infer<typeof fileState>;
export type UploadRequest = z.infer<typeof uploadRequest>;
export type Upload = z.infer<typeof upload>;
export type CompletedFile = z.infer<typeof completedFile>;
export type StoredFile = z.infer<typeof file>;
export type FilePage = z.infer<typeof filePage>;
export type FileAddress = z.infer<typeof fileAddress>;
