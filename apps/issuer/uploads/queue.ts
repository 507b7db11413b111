import type { End, Progress, Way } from "./send-file";

export interface Upload {
  id: number;
  name: string;
  size: number;
  state: Progress | End;
}

interface Entry {
  upload: Upload;
  send: (way: Way) => Promise<End>;
  abort: AbortController;
}

/** What a page shows of the uploads, and the last thing that happened, in a sentence. */
interface Snapshot {
  uploads: readonly Upload[];
  news: string;
}

/** Sent at once: more only make each other slower. */
const atOnce = 3;

/** Files on their way, in the order in which they were chosen. Those that are stored leave it. */
export function uploadQueue(senderOf: (file: File) => (way: Way) => Promise<End>, onStored: () => void) {
  const entries = new Map<number, Entry>();
  const listeners = new Set<() => void>();
  let snapshot: Snapshot = { uploads: [], news: "" };
  let lastId = 0;

  function changed(news = snapshot.news): void {
    snapshot = { uploads: [...entries.values()].map(({ upload }) => upload), news };
    for (const listener of listeners) listener();
  }

  function turn(id: number, state: Upload["state"]): void {
    const entry = entries.get(id);
    if (entry) entry.upload = { ...entry.upload, state };
  }

  function startNext(): void {
    const all = [...entries.values()];
    const waiting = all.filter(({ upload }) => upload.state.kind === "queued");
    const underWay = all.filter(({ upload }) => !isOver(upload)).length - waiting.length;
    const next = waiting.slice(0, Math.max(0, atOnce - underWay));
    for (const { upload } of next) void run(upload.id);
  }

  async function run(id: number): Promise<void> {
    const entry = entries.get(id);
    if (!entry) return;
    const { send, abort } = entry;
    const report = (progress: Progress) => {
      turn(id, progress);
      changed();
    };
    report({ kind: "preparing" });
    let end: End | undefined;
    try {
      end = await send({ signal: abort.signal, report });
    } catch (error) {
      if (!abort.signal.aborted) end = { kind: "failed", why: String(error) };
    }
    if (end) ended(id, entry.upload.name, end);
    startNext();
  }

  function ended(id: number, name: string, end: End): void {
    if (end.kind === "stored") entries.delete(id);
    else turn(id, end);
    changed(end.kind === "stored" ? `${name} is stored.` : `${name}: ${end.why}`);
    if (end.kind === "stored") onStored();
  }

  return {
    snapshot: () => snapshot,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(files: readonly File[]): void {
      for (const file of files) {
        const id = ++lastId;
        const upload: Upload = { id, name: file.name, size: file.size, state: { kind: "queued" } };
        entries.set(id, { upload, send: senderOf(file), abort: new AbortController() });
      }
      changed();
      startNext();
    },
    /** Ends it, whatever it is doing, and takes it off the page. */
    remove(id: number): void {
      const entry = entries.get(id);
      if (!entry) return;
      entries.delete(id);
      entry.abort.abort();
      changed(isOver(entry.upload) ? undefined : `${entry.upload.name} is cancelled.`);
      startNext();
    },
    retry(id: number): void {
      turn(id, { kind: "queued" });
      changed();
      startNext();
    },
  };
}

export function isOver({ state }: Upload): boolean {
  switch (state.kind) {
    case "stored":
    case "refused":
    case "failed":
      return true;
    case "queued":
    case "preparing":
    case "sending":
    case "checking":
    case "pausing":
      return false;
  }
}
