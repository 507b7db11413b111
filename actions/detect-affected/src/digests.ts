import { resolveDigest, withDocker } from "@cashsouk/deploy/image";

/** As build-push finds it, so that both speak of the same image. */
export function digestReader(signal: AbortSignal): (reference: string) => Promise<string> {
  return (reference) => withDocker({ signal }, (docker) => resolveDigest(docker, reference));
}
