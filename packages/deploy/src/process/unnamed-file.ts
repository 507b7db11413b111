import { closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file without a name: nobody else can open it, and it is gone with its descriptors, however the process ends. */
export interface UnnamedFile {
  /** The descriptor to write to. */
  readonly writer: number;
  /** All that was written. */
  read(): Buffer;
  close(): void;
}

export function openUnnamed(): UnnamedFile {
  const folder = mkdtempSync(join(tmpdir(), "output-"));
  const path = join(folder, "output");
  const writer = openSync(path, "wx", 0o600);
  const reader = openSync(path, "r");
  unlinkSync(path);
  rmdirSync(folder);
  return {
    writer,
    read: () => readFileSync(reader),
    close: () => [writer, reader].forEach((descriptor) => closeSync(descriptor)),
  };
}
