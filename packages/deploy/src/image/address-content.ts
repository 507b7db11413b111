import { createHash } from "node:crypto";
import { DeployError } from "../error";
import { reasonOf } from "./oci/wire";

const limitMs = 600_000;
const attempts = 3;

/** The digest of what is at an address now, which is not kept. Asked again where the connection breaks or the server errs. */
export async function contentOf(address: string, signal?: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(limitMs);
  const ended = signal ? AbortSignal.any([signal, limit]) : limit;
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(address, ended);
    } catch (cause) {
      if (signal?.aborted) throw new DeployError("cancelled", `cancelled: reading ${address}`);
      const isFinal = limit.aborted || cause instanceof Refused || attempt === attempts;
      if (isFinal)
        throw unreadable(
          address,
          limit.aborted ? `not read within ${limitMs / 60_000} minutes` : reasonOf(cause as Error),
          cause,
        );
    }
  }
}

/** An answer that another question would not change. */
class Refused extends Error {}

async function read(address: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) {
    await answer.body?.cancel();
    const why = `it answers ${answer.status}`;
    throw answer.status < 500 && answer.status !== 429 ? new Refused(why) : new Error(why);
  }
  const sha = createHash("sha256");
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) sha.update(chunk);
  return `sha256:${sha.digest("hex")}`;
}

function unreadable(address: string, why: string, cause: unknown): DeployError {
  return new DeployError(
    "no-content",
    `what ADD takes from ${address} can't be read: ${why}`,
    "Name its content by ADD --checksum=sha256:…: then nobody has to ask before the build.",
    { cause },
  );
}
