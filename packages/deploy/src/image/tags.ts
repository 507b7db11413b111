import { type Environment, shortName } from "../environment";
import { DeployError } from "../error";

/** The tag by which the registry knows an image's content. */
export function keyTag(key: string): string {
  return `key-${key}`;
}

/**
 * The tag that spares what an environment runs from the registry's "keep ten" (cloudformation/registry.yaml). The
 * number is that of the task definition's revision: ECS never gives one twice, not even after deleting the family
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/delete-task-definition-v2.html), while a parameter that
 * was deleted counts from 1 again and would meet its old, immovable tags.
 */
export function releasedTag(environment: Environment, revision: number): string {
  return `released-${shortName(environment)}-${revision}`;
}

/** The commit, and for inputs that differ from it also the key: no two contents share a commit's tag. */
function commitTag(source: { commit: string; dirty: boolean; key: string }): string {
  return source.dirty ? `${source.commit}-dirty-${source.key}` : source.commit;
}

export const defaultTags = ["{commit}", "latest"];

export interface Tag {
  readonly name: string;
  /** It stands for one commit or content, and never for another. */
  readonly fixed: boolean;
}

const fixedPattern = /\{(commit|key)\}/;

/** Fills `{commit}` and `{key}` in. A tag that a registry would refuse is an error before anything is built. */
export function fillTags(patterns: readonly string[], source: { commit: string; dirty: boolean; key: string }): Tag[] {
  const filled = new Map<string, Tag>();
  for (const pattern of patterns) {
    const name = pattern.replaceAll("{commit}", commitTag(source)).replaceAll("{key}", source.key);
    if (!/^\w[\w.-]{0,127}$/.test(name))
      throw new DeployError("invalid-tag", `tags: want up to 128 letters, digits, "_", "." and "-", got "${name}"`);
    filled.set(name, { name, fixed: fixedPattern.test(pattern) });
  }
  return [...filled.values()];
}

/** The first tag that moves on from image to image, as `latest` does. */
export function movingTag(patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => !fixedPattern.test(pattern));
}
