import type { PrismaClient } from "../../database/prisma";
import type { Objects } from "./objects";
import { uploadSeconds } from "./service";
import { storageDeadline } from "./storage";

/** After an address has ended, a file that is on its way arrives, and is completed, within this. */
const marginMs = 15 * 60_000;
/** Its owner sees for so long why a file was refused. */
const refusedMs = 24 * 3_600_000;
/** Each is looked up before it is removed, and all of them within one deadline. */
const atOnce = 100;

/** Files that go: uploads that were never completed, and refused ones a day later. Returns how many went. */
export async function sweepUploads(prisma: PrismaClient, objects: Objects, now: Date): Promise<number> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  // First they end, so that nobody completes what is about to be removed.
  await prisma.file.updateMany({
    where: { state: "waiting", createdAt: { lt: ago(uploadSeconds * 1000 + marginMs) } },
    data: { state: "refused", refusal: "upload-expired", completedAt: now },
  });
  const gone = await prisma.file.findMany({
    where: { state: "refused", OR: [{ refusal: "upload-expired" }, { createdAt: { lt: ago(refusedMs) } }] },
    select: { id: true, key: true },
    orderBy: { createdAt: "asc" },
    take: atOnce,
  });
  if (gone.length === 0) return 0;
  // The row goes last: while it is there, the next sweep tries again.
  await objects.remove(
    gone.map(({ key }) => key),
    storageDeadline(),
  );
  const { count } = await prisma.file.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
  return count;
}
