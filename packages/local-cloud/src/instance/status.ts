import { readInstance } from "./instance";
import { isRunning } from "./server";
import { servers } from "./servers";

/** What answers now, asked now. */
export async function printStatus(name: string): Promise<void> {
  const instance = readInstance(name);
  if (!instance) return void process.stdout.write(`${name}: was never started\n`);
  for (const server of servers) {
    const state = !isRunning(server, instance)
      ? "stopped"
      : (await server.answers(instance))
        ? "answers"
        : "runs, does not answer";
    process.stdout.write(`${server.name.padEnd(12)} ${state.padEnd(22)} ${server.address(instance)}\n`);
  }
}
