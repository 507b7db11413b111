import { createHash } from "node:crypto";
import { DeployError } from "../error";
import { ask, type WireOptions } from "./oci/wire";

const limitMs = 600_000;

/** The digest of what is at an address now, which is not kept. Asked for with a registry's patience, and no longer than the limit. */
export async function contentOf(address: string, { clock, signal }: WireOptions): Promise<string> {
  const limit = AbortSignal.timeout(limitMs);
  const ended = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    return await ask(new URL(address), {}, { clock, signal: ended, limitMs }, read);
  } catch (cause) {
    if (signal?.aborted) throw new DeployError("cancelled", `cancelled: reading ${address}`);
    const why = limit.aborted ? `not read within ${limitMs / 60_000} minutes` : (cause as Error).message;
    throw new DeployError(
      "no-content",
      `what ADD takes from ${address} can't be read: ${why}`,
      "With ADD --checksum=sha256:… nobody asks before the build.",
      { cause },
    );
  }
}

async function read(answer: Response): Promise<string> {
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new DeployError("no-content", `it answers ${answer.status}`);
  }
  const sha = createHash("sha256");
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) sha.update(chunk);
  return `sha256:${sha.digest("hex")}`;
}
