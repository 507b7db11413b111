import type { RunResult } from "../process";

/** What builds. One with a store of its own (`full`) pushes by itself, and can what the engine's old store can't. */
export interface Builder {
  readonly kind: "buildkit" | "buildx";
  /** buildx's driver; plain BuildKit is the engine's own as well. */
  readonly driver: string;
  readonly full: boolean;
  /** For people. */
  readonly title: string;
}

/** Does it look for images in their registry alone? The engine's own driver may build from what only the engine has. */
export function asksRegistryAlone({ full, driver }: Builder): boolean {
  return full && driver !== "docker";
}

type Call = (args: readonly string[]) => Promise<RunResult>;

export const plainBuildKit: Builder = {
  kind: "buildkit",
  driver: "docker",
  full: false,
  title: "`docker build` without buildx",
};

/**
 * Which of buildx's drivers builds, and for which platform when none is asked for. The `docker` driver keeps images in
 * the engine's store: only containerd's (the default from Engine 29 on) holds several platforms and attestations.
 * https://docs.docker.com/build/builders/drivers/
 */
export async function inspectBuildx(call: Call): Promise<{ builder: Builder; platform?: string }> {
  const inspected = await call(["buildx", "inspect"]);
  const text = inspected.code === 0 ? inspected.stdout.toString() : "";
  const driver = /^Driver:\s+(\S+)/m.exec(text)?.[1] ?? "docker";
  const title = `buildx with the driver "${driver}"`;
  if (driver !== "docker") {
    const platform = /^\s*Platforms:\s+([^\s,*]+)/m.exec(text)?.[1];
    return { builder: { kind: "buildx", driver, full: true, title }, ...(platform ? { platform } : {}) };
  }
  const info = await call(["info", "--format", "{{json .DriverStatus}}"]);
  const full = info.code === 0 && info.stdout.toString().includes("io.containerd.snapshotter");
  return { builder: { kind: "buildx", driver, full, title } };
}
