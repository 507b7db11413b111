import type { Group } from "@cashsouk/types";
import type { PrismaClient } from "../../database/prisma";
import { Prisma } from "../../generated/prisma/client";

/** A session and the portal that it belongs to: another portal's is as good as none. */
export interface SessionKey {
  handle: string;
  portal: Group;
}

interface SessionValue {
  sealed: string;
  subject: string | null;
  idleSeconds: number;
  expiresAt: Date;
}

export interface SealedSession {
  sealed: string;
  expiresAt: Date;
}

interface SignedInAt {
  portal: Group;
  createdAt: Date;
  usedAt: Date;
  current: boolean;
}

export interface SessionsStore {
  /** False where the handle is another portal's, or with `existingOnly` where no such session lives. */
  write(key: SessionKey, value: SessionValue, options: { at: Date; existingOnly: boolean }): Promise<boolean>;
  /** Idle time starts anew. */
  use(key: SessionKey, at: Date): Promise<SealedSession | undefined>;
  /** Of two that take at the same time, one gets it. */
  take(key: SessionKey, at: Date): Promise<SealedSession | undefined>;
  end(key: SessionKey): Promise<void>;
  /** Where the user is signed in, what was used last first; `current` is the one of the handle, if it is one of his. */
  ofUser(user: { subject: string; handle: string | undefined }, at: Date): Promise<SignedInAt[]>;
  endAllOf(subject: string): Promise<void>;
  /** Deletes what had ended by `at`; how many. */
  sweep(at: Date): Promise<number>;
}

/** What one statement of the sweep deletes: it locks no more, and ends well within a statement's time. */
const atOnce = 1000;

export function sessionsStore(prisma: PrismaClient): SessionsStore {
  return {
    async write({ handle, portal }, { sealed, subject, idleSeconds, expiresAt }, { at, existingOnly }) {
      const [time, end] = [timestamp(at), timestamp(expiresAt)];
      if (existingOnly)
        return (
          (await prisma.$executeRaw`
            UPDATE sessions SET sealed = ${sealed}, subject = ${subject}, idle_seconds = ${idleSeconds}, used_at = ${time}, expires_at = ${end}
            WHERE ${is({ handle, portal })} AND ${livesAt(at)}`) > 0
        );
      // What has ended and was not swept yet is another session, which began another time.
      const written = await prisma.$executeRaw`
        INSERT INTO sessions (handle, portal, subject, sealed, idle_seconds, created_at, used_at, expires_at)
        VALUES (${handle}, ${portal}::portal, ${subject}, ${sealed}, ${idleSeconds}, ${time}, ${time}, ${end})
        ON CONFLICT (handle) DO UPDATE SET
          created_at = CASE WHEN ${livesAt(at)} THEN sessions.created_at ELSE excluded.created_at END,
          subject = excluded.subject, sealed = excluded.sealed, idle_seconds = excluded.idle_seconds,
          used_at = excluded.used_at, expires_at = excluded.expires_at
        WHERE sessions.portal = excluded.portal`;
      return written > 0;
    },
    use: async (key, at) =>
      only(
        await prisma.$queryRaw<SealedSession[]>`
          UPDATE sessions SET used_at = ${timestamp(at)} WHERE ${is(key)} AND ${livesAt(at)}
          RETURNING sealed, expires_at AS "expiresAt"`,
      ),
    take: async (key, at) =>
      only(
        await prisma.$queryRaw<SealedSession[]>`
          DELETE FROM sessions WHERE ${is(key)} AND ${livesAt(at)} RETURNING sealed, expires_at AS "expiresAt"`,
      ),
    async end(key) {
      await prisma.session.deleteMany({ where: key });
    },
    ofUser: ({ subject, handle }, at) => prisma.$queryRaw<SignedInAt[]>`
      SELECT portal::text, created_at AS "createdAt", used_at AS "usedAt", handle = ${handle ?? ""} AS current FROM sessions
      WHERE subject = ${subject} AND ${livesAt(at)} ORDER BY used_at DESC, handle`,
    async endAllOf(subject) {
      await prisma.session.deleteMany({ where: { subject } });
    },
    async sweep(at) {
      for (let gone = 0; ;) {
        const removed = await prisma.$executeRaw`
          DELETE FROM sessions WHERE handle IN (
            SELECT handle FROM sessions WHERE NOT (${livesAt(at)}) LIMIT ${atOnce} FOR UPDATE SKIP LOCKED
          )`;
        gone += removed;
        if (removed < atOnce) return gone;
      }
    },
  };
}

const is = ({ handle, portal }: SessionKey) => Prisma.sql`handle = ${handle} AND portal = ${portal}::portal`;

/** Prisma cannot add one column to another, so that this is said once in SQL. */
const livesAt = (at: Date) =>
  Prisma.sql`sessions.expires_at > ${timestamp(at)} AND sessions.used_at + sessions.idle_seconds * interval '1 second' > ${timestamp(at)}`;

const timestamp = (time: Date) => Prisma.sql`${time.toISOString()}::timestamptz`;

const only = <Row>(rows: Row[]): Row | undefined => rows[0];
