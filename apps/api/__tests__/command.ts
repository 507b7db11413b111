import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** What a command of the image did. */
export interface Outcome {
  code: number | null;
  output: string;
}

const dist = join(__dirname, "../dist");

/** Starts a built command as the image does, with nothing of this process's environment but PATH. */
export function start(name: string, variables: Record<string, string>, args: string[] = [], root = dist): ChildProcess {
  return spawn(process.execPath, [join(root, `${name}.mjs`), ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", HOME: "/tmp", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 240_000,
  });
}

export async function finished(child: ChildProcess): Promise<Outcome> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

export const runCommand = (...options: Parameters<typeof start>): Promise<Outcome> => finished(start(...options));

/** A database's address as libpq's variables. */
export function libpq(url: string): Record<string, string> {
  const { hostname, port, pathname, username, password } = new URL(url);
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGDATABASE: pathname.slice(1),
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
  };
}
