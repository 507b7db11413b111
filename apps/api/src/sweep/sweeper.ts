import type { Logger } from "pino";
import type { PrismaClient } from "../database/prisma";

/** One kind of thing that ends and has to go. */
export interface SweepJob {
  name: string;
  /** Removes what had ended by `at`; how many. It gets no more than the time limit, and what it leaves comes next time. */
  sweep(at: Date): Promise<number>;
}

export interface SweeperOptions {
  everyMs: number;
  logger: Logger;
}

/** A job that takes longer loses its lock, not its work. */
const timeLimitMs = 60_000;

/**
 * Sweeps every `everyMs`, one job after the other, until it is stopped. Every task of the API has one; an advisory lock lets
 * one of them do a job at a time. `stop` waits for the job under way.
 */
export function sweeper(prisma: PrismaClient, jobs: readonly SweepJob[], { everyMs, logger }: SweeperOptions) {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let round = Promise.resolve();

  async function sweepAll(): Promise<void> {
    for (const job of jobs) if (!stopped) await sweepOne(job);
  }

  async function sweepOne(job: SweepJob): Promise<void> {
    try {
      const removed = await exclusively(prisma, job.name, () => job.sweep(new Date()));
      if (removed) logger.info({ job: job.name, removed }, "swept");
    } catch (error) {
      logger.warn({ job: job.name, err: error }, "could not sweep");
    }
  }

  const wait = () => {
    timer = setTimeout(() => {
      round = sweepAll().then(() => (stopped ? undefined : wait()));
    }, everyMs);
  };
  wait();

  return {
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

/** The lock is a transaction's: it ends with the process that held it. Undefined where another has it. */
async function exclusively(
  prisma: PrismaClient,
  name: string,
  work: () => Promise<number>,
): Promise<number | undefined> {
  return prisma.$transaction(
    async (transaction) => {
      const [row] = await transaction.$queryRaw<{ ours: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtext('sweep'), hashtext(${name})) AS ours`;
      return row?.ours ? await work() : undefined;
    },
    { maxWait: 5_000, timeout: timeLimitMs },
  );
}
