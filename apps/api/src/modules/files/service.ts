import { randomUUID } from "node:crypto";
import {
  type CompletedFile,
  type FileAddress,
  type FilePage,
  type FileRefusal,
  filePage,
  maxStoredBytes,
  refusalOf,
  type Upload,
  type UploadRequest,
} from "@cashsouk/types";
import type { UsersStore } from "../me/store";
import { cutPage, type ListQuery } from "../../http/page";
import { isAsPromised, isOfType } from "./content";
import type { Content, Objects } from "./objects";
import { mostWaiting, noSuchFile, notUploaded, overLimit, refused } from "./problems";
import { storageDeadline } from "./storage";
import type { FileRow, FilesStore } from "./store";

/** How long an address lets a browser send, or have, a file. */
export const uploadSeconds = 900;
const downloadSeconds = 60;

export interface Files {
  store: FilesStore;
  objects: Objects;
  users: Pick<UsersStore, "find">;
  /** What every key begins with. */
  prefix: string;
  now: () => Date;
}

/** Lets the owner send exactly the file that the request tells of. */
export async function promiseUpload(
  { store, objects, users, prefix, now }: Files,
  owner: string,
  request: UploadRequest,
): Promise<Upload> {
  const refusal = refusalOf(request);
  if (refusal) throw refused(refusal, request);
  const createdAt = now();
  const id = randomUUID();
  const file = {
    ...request,
    id,
    key: `${prefix}${owner}/${id}`,
    owner,
    issuerId: await issuerOf(users, owner),
    createdAt,
  };
  const limits = { waiting: mostWaiting, bytes: maxStoredBytes, since: before(createdAt, uploadSeconds) };
  const added = await store.add(file, limits);
  if (added !== "added") throw overLimit(added);
  const { url, headers } = await objects.uploadAddress(file.key, file, uploadSeconds);
  return { uploadUrl: url, key: file.key, expiresIn: uploadSeconds, headers };
}

/** Judges what arrived, once: asked again, it says the same. */
export async function completeUpload(files: Files, owner: string, key: string): Promise<CompletedFile> {
  const found = await findFile(files, owner, { key });
  const file = found.state === "waiting" ? await judge(files, found) : found;
  if (file.refusal) throw refused(file.refusal, file);
  return { fileId: file.id, url: (await addressOf(files, file)).url };
}

export async function listFiles({ store }: Files, owner: string, { limit, cursor }: ListQuery): Promise<FilePage> {
  const rows = await store.listed({ owner, limit: limit + 1, after: cursor });
  const { shown, nextCursor } = cutPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  return filePage.parse({ items: shown.map(toFile), nextCursor });
}

export async function fileAddressOf(files: Files, owner: string, id: string): Promise<FileAddress> {
  const file = await findFile(files, owner, { id });
  if (file.state !== "stored") throw noSuchFile();
  return addressOf(files, file);
}

/** The company that the user acts for; who acts for several does not say for which. */
async function issuerOf(users: Files["users"], owner: string): Promise<string | null> {
  const { issuers = [] } = (await users.find(owner)) ?? {};
  return issuers.length === 1 ? (issuers[0]?.id ?? null) : null;
}

async function judge(files: Files, file: FileRow): Promise<FileRow> {
  const { store, objects, now } = files;
  const deadline = storageDeadline();
  const arrived = await objects.head(file.key, deadline);
  if (!arrived) return refusedMeanwhile(files, file);
  const refusal = await refusalOfArrived(objects, file, arrived, deadline);
  if (refusal === "gone") return refusedMeanwhile(files, file);
  const ended = await store.end(file.id, refusal ? { state: "refused", refusal } : { state: "stored" }, now());
  if (ended && refusal) await objects.remove([file.key], deadline);
  // Read anew: where it had ended meanwhile, by another request or the sweep, that end holds.
  return findFile(files, file.owner, { id: file.id });
}

/** Nothing is there: it has not arrived, or another request has refused and removed it since. */
async function refusedMeanwhile(files: Files, file: FileRow): Promise<FileRow> {
  const now = await findFile(files, file.owner, { id: file.id });
  if (now.state !== "waiting") return now;
  throw file.createdAt > before(files.now(), uploadSeconds) ? notUploaded() : refused("upload-expired", file);
}

async function refusalOfArrived(
  objects: Objects,
  promised: FileRow,
  arrived: Partial<Content>,
  deadline: AbortSignal,
): Promise<FileRefusal | "gone" | undefined> {
  if (!isAsPromised(promised, arrived)) return "file-mismatch";
  const beginning = await objects.beginning(promised.key, deadline);
  if (beginning === undefined) return "gone";
  return isOfType(promised.contentType, beginning) ? undefined : "file-type-refused";
}

async function findFile({ store }: Files, owner: string, by: { id: string } | { key: string }): Promise<FileRow> {
  const file = await store.find(owner, by);
  if (!file) throw noSuchFile();
  return file;
}

async function addressOf({ objects }: Files, file: FileRow): Promise<FileAddress> {
  return { url: await objects.downloadAddress(file.key, file, downloadSeconds), expiresIn: downloadSeconds };
}

function before(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() - seconds * 1000);
}

function toFile({ id, fileName, contentType, contentLength, state, refusal, createdAt, completedAt }: FileRow) {
  return {
    id,
    fileName,
    contentType,
    contentLength,
    state,
    refusal,
    createdAt: createdAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}
