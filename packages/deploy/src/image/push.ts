import { DeployError } from "../error";
import type { Build, BuildMetadata } from "./build-command";
import type { Docker } from "./docker";
import { cut, withTail } from "./docker-output";
import type { Registry, StoredImage } from "./registry-port";

/** Builds an image and gets it into a registry. */
export type Push = (way: PushPorts, build: Build) => Promise<Pushed>;

interface PushPorts {
  readonly docker: Docker;
  readonly registry: Registry;
  readonly repository: string;
  /** The image that has the build's key there. */
  readonly find: () => Promise<StoredImage | undefined>;
  /** Runs a push, and once more with a new login where this one has run out meanwhile. */
  readonly pushing: <T>(push: () => Promise<T>) => Promise<T>;
}

export type Pushed =
  | { readonly digest: string; readonly metadata: BuildMetadata | undefined }
  /** The same content was there before. */
  | { readonly taken: StoredImage };

export const pushLimitMs = 30 * 60_000;

export function failedPush({ service, image }: Build, why: string, output: readonly string[]): DeployError {
  const last = output.at(-1);
  const told = last === undefined ? why : `${why}: ${cut(last)}`;
  return withTail("push-failed", `${service}: the image was built, but pushing ${image} failed: ${told}`, output);
}

/** A push that the registry refused for the login's sake, which may have run out during a long build. */
export function isLoginRefused(error: unknown): boolean {
  return (
    error instanceof DeployError &&
    error.code === "push-failed" &&
    /denied|unauthorized|authentication required|no basic auth|token has expired|\b40[13]\b/i.test(error.message)
  );
}

export function unconfirmed({ service, image }: Build, digest: string, stored: StoredImage | undefined): DeployError {
  const answer = stored?.digest ?? "nothing";
  return new DeployError(
    "push-unconfirmed",
    `${service}: ${digest} was pushed, but the registry answers ${answer} for ${image}`,
  );
}
