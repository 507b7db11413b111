import { once } from "node:events";
import { createServer } from "node:net";

const [first, count] = [22_000, 8_000];

/**
 * A port of loopback that nobody listens on, and that no other run of tests is given while this process lives: its
 * reservation is a socket's name, which ends with us. Below the ports that the system gives out by itself.
 */
export async function freePort(): Promise<number> {
  const start = Math.floor(Math.random() * count);
  for (let step = 0; step < count; step += 1) {
    const port = first + ((start + step) % count);
    if ((await listens(`\0cashsouk-test-port-${port}`)) && (await isFree(port))) return port;
  }
  throw new Error(`no port is free from ${first} to ${first + count - 1}`);
}

async function listens(name: string): Promise<boolean> {
  const server = createServer().unref();
  return once(server.listen(name), "listening").then(
    () => true,
    () => false,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "0.0.0.0"), "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
