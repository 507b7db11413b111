import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach } from "@jest/globals";
import type { UploadRequest } from "@cashsouk/types";
import { ApiError } from "../src/http/problem";
import { s3Objects } from "../src/modules/files/objects";
import { type Files, listFiles, promiseUpload } from "../src/modules/files/service";
import { filesStore } from "../src/modules/files/store";
import { usersStore } from "../src/modules/me/store";
import { sha256Of, startBucket } from "./bucket";
import { createTables } from "./tables";

export const begun = new Date("2026-11-01T00:00:00.000Z");
export const minute = 60_000;
export const pdf = Buffer.from("%PDF-1.7\n%âãÏÓ\n");
export const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
export const heic = Buffer.from("000000186674797068656963000000006d69663168656963", "hex");
export const jpeg = Buffer.from("ffd8ffe000104a46494600010100", "hex");

export let tables: Awaited<ReturnType<typeof createTables>>;
export let bucket: Awaited<ReturnType<typeof startBucket>>;
export let files: Files;
export let at: Date;
export let owner: string;

beforeAll(async () => {
  tables = await createTables();
});
afterAll(() => tables.drop());
beforeEach(async () => {
  bucket = await startBucket();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: bucket.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  const uploads = {
    region: "ap-southeast-5",
    bucket: "b",
    prefix: "uploads/",
    publicEndpoint: undefined,
    distribution: undefined,
  };
  at = begun;
  owner = randomUUID();
  files = {
    store: filesStore(tables.prisma),
    objects: s3Objects(uploads),
    users: usersStore(tables.prisma),
    prefix: uploads.prefix,
    now: () => at,
  };
});
afterEach(async () => {
  await bucket.close();
  await tables.prisma.file.deleteMany();
});

const requestFor = (body: Buffer, change: Partial<UploadRequest> = {}): UploadRequest => ({
  fileName: "invoice.pdf",
  contentType: "application/pdf",
  contentLength: body.length,
  sha256: sha256Of(body),
  ...change,
});
export const promised = async (body = pdf, change: Partial<UploadRequest> = {}) =>
  (await promiseUpload(files, owner, requestFor(body, change))).key;
export const sent = (key: string, body: Buffer, contentType = "application/pdf") =>
  void bucket.objects.set(key, { body, contentType });
/** Whoever asks from now on. */
export const anotherOwner = () => (owner = randomUUID());
export const later = (ms: number) => (at = new Date(begun.getTime() + ms));
export const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.code}` : error),
  );
export const states = async () =>
  (await listFiles(files, owner, { limit: 100 })).items.map(({ state, refusal }) => refusal ?? state);
