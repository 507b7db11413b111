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

/** How waiting ends. */
type Outcome = { state: "stored" } | { state: "refused"; refusal: FileRefusal };

export interface FilesStore {
  /** Adds a waiting file, unless its owner has `most` of them that were added after `since`. Says whether it did. */
  add(file: NewFile, limit: { most: number; since: Date }): Promise<boolean>;
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
    add: (file, limit) =>
      prisma.$transaction(async (transaction) => {
        // One at a time for an owner, and counted after: two counts at once would both find room.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${file.owner}, 0))`;
        return (await transaction.$executeRaw(insertion(file, limit))) === 1;
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

/** One statement: while it runs, whoever else asks for the same owner waits with a connection in hand. */
function insertion(file: NewFile, { most, since }: { most: number; since: Date }) {
  const { id, key, owner, issuerId, fileName, contentType, contentLength, sha256, createdAt } = file;
  return Prisma.sql`
    INSERT INTO files (id, key, owner, issuer_id, file_name, content_type, content_length, sha256, created_at)
    SELECT ${id}::uuid, ${key}, ${owner}, ${issuerId}::uuid, ${fileName}, ${contentType}, ${contentLength}::integer,
      ${sha256}, ${timestamp(createdAt)}
    WHERE (
      SELECT count(*) FROM files WHERE owner = ${owner} AND state = 'waiting' AND created_at > ${timestamp(since)}
    ) < ${most}`;
}

const timestamp = (time: Date) => Prisma.sql`${time.toISOString()}::timestamptz`;
