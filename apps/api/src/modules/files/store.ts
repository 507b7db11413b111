import type { FileRefusal, FileState } from "@cashsouk/types";
import type { PrismaClient } from "../../database/prisma";
import { Prisma } from "../../generated/prisma/client";
import type { Position } from "../../http/page";
import type { Content } from "./objects";

interface NewFile extends Content {
  id: string;
  key: string;
  /** The user's `sub`. */
  owner: string;
  /** The company that the user acts for. */
  issuerId: string | null;
  fileName: string;
  createdAt: Date;
}

export interface FileRow extends NewFile {
  state: FileState;
  refusal: FileRefusal | null;
  completedAt: Date | null;
}

/** Of one owner: how many may be waiting that began after `since`, and how many bytes may be stored or waiting. */
interface OwnersLimits {
  waiting: number;
  bytes: number;
  since: Date;
}

/** How waiting ends. */
type Outcome = { state: "stored" } | { state: "refused"; refusal: FileRefusal };

export interface FilesStore {
  /** Adds a waiting file, unless a limit of its owner would be passed: then it says which. */
  add(file: NewFile, limits: OwnersLimits): Promise<"added" | "too-many" | "too-much">;
  /** An owner's file by its id or key. */
  find(owner: string, by: { id: string } | { key: string }): Promise<FileRow | null>;
  /** An owner's files, the newest first, those after `after` where it is given. */
  listed(query: { owner: string; limit: number; after?: Position | undefined }): Promise<FileRow[]>;
  /** Ends a file's waiting. Says whether it did: false where it had ended. */
  end(id: string, outcome: Outcome, at: Date): Promise<boolean>;
}

/** How long to wait for a connection, and then for the owner's lock: a portal waits for us for five seconds. */
const limits = { maxWait: 4_000, timeout: 4_000 };

export function filesStore(prisma: PrismaClient): FilesStore {
  return {
    add: (file, { waiting, bytes, since }) =>
      prisma.$transaction(async (transaction) => {
        // One at a time for an owner, and counted after: two counts at once would both find room.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${file.owner}, 0))`;
        const [had] = await transaction.$queryRaw<[{ waiting: number; bytes: number }]>`
          SELECT count(*) FILTER (WHERE state = 'waiting' AND created_at > ${timestamp(since)})::integer AS waiting,
            coalesce(sum(content_length), 0)::double precision AS bytes
          FROM files
          WHERE owner = ${file.owner} AND state <> 'refused'`;
        if (had.waiting >= waiting) return "too-many";
        if (had.bytes + file.contentLength > bytes) return "too-much";
        await transaction.file.create({ data: file });
        return "added";
      }, limits),

    find: async (owner, by) => (await prisma.file.findFirst({ where: { owner, ...by } })) as FileRow | null,

    listed: async ({ owner, limit, after }) =>
      (await prisma.file.findMany({
        where: {
          owner,
          ...(after && { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { gt: after.id } }] }),
        },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
        take: limit,
      })) as FileRow[],

    end: async (id, outcome, at) => {
      const { count } = await prisma.file.updateMany({
        where: { id, state: "waiting" },
        data: { ...outcome, completedAt: at },
      });
      return count === 1;
    },
  };
}

const timestamp = (time: Date) => Prisma.sql`${time.toISOString()}::timestamptz`;
