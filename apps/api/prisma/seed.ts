import { environmentReader } from "../src/configuration/environment";
import { readConnection } from "../src/database/connection";
import { createPrisma } from "../src/database/prisma";
import { seedDemo } from "../src/demo/seed";
import { run } from "../src/run";

run(async () => {
  const read = environmentReader(process.env);
  const connection = readConnection(read);
  read.done();
  const prisma = createPrisma(connection, { poolSize: 1 });
  try {
    process.stdout.write(`${await seedDemo(prisma, new Date())}\n`);
  } finally {
    await prisma.$disconnect();
  }
});
