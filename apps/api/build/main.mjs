import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { copyPrismaCli } from "./prisma-cli.mjs";

// Makes dist/: everything that runs in the image, and runs the same way on a developer's machine.
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "dist");
await rm(folder, { recursive: true, force: true });
await bundle(root, folder);
await copyPrismaCli(root, folder);
await cp(join(root, "prisma/schema.prisma"), join(folder, "prisma/schema.prisma"));
await cp(join(root, "prisma/migrations"), join(folder, "prisma/migrations"), { recursive: true });
