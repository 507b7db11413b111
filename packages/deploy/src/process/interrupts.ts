/** What ends a command that a person or a runner breaks off. */
const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type Forward = (signal: NodeJS.Signals) => void;

const running = new Set<Forward>();
let received: NodeJS.Signals | undefined;
let unheard = new Set<NodeJS.Signals>();

/**
 * Hands on what interrupts this process, since a program in a group of its own does not get the terminal's Ctrl-C.
 * Once the last program has ended, this process ends by the same signal, as it would have at once without them;
 * unless somebody else listened to it. Returns what to call when the program has ended.
 */
export function forwardInterrupts(forward: Forward): () => void {
  if (running.size === 0) {
    unheard = new Set(interrupts.filter((signal) => process.listenerCount(signal) === 0));
    for (const signal of interrupts) process.on(signal, receive);
  }
  running.add(forward);
  if (received) forward(received);
  return () => {
    if (!running.delete(forward) || running.size > 0) return;
    for (const signal of interrupts) process.off(signal, receive);
    const pending = received;
    received = undefined;
    if (pending && unheard.has(pending)) process.kill(process.pid, pending);
  };
}

function receive(signal: NodeJS.Signals): void {
  received = signal;
  for (const forward of running) forward(signal);
}
