import type { PrismaClient } from "../../database/prisma";
import type { Identity } from "../../sign-in/tokens";

interface UserRow {
  subject: string;
  name: string;
  email: string;
  createdAt: Date;
  /** The companies that the user acts for, by name. */
  issuers: { id: string; name: string }[];
}

export interface UsersStore {
  /** Notes who has signed in, and what Cognito says of him now. */
  signedIn(subject: string, identity: Identity, at: Date): Promise<void>;
  /** Undefined for a user who has not signed in at a portal yet. */
  find(subject: string): Promise<UserRow | undefined>;
}

export function usersStore(prisma: PrismaClient): UsersStore {
  return {
    async signedIn(subject, identity, at) {
      const known = { ...identity, lastSeenAt: at };
      await prisma.user.upsert({
        where: { subject },
        create: { subject, ...known, createdAt: at },
        update: known,
      });
    },
    async find(subject) {
      const user = await prisma.user.findUnique({ where: { subject } });
      if (user === null) return undefined;
      const issuers = await prisma.issuer.findMany({
        // An address that nobody has verified may be somebody else's.
        where: { members: { some: { email: user.emailVerified ? lowerCase(user.email) : "" } } },
        select: { id: true, name: true },
        orderBy: { name: "asc" },
      });
      return { ...user, issuers };
    },
  };
}

/** Of A to Z alone: JavaScript also turns the Kelvin sign into a k, and with it one address into another. */
function lowerCase(email: string): string {
  return email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
