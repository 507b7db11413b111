import { DeployError } from "../error";

/** The tag by which the registry knows an image's content. */
export function keyTag(key: string): string {
  return `key-${key}`;
}

/** Digits of both. A tag has 128 characters at most: beside a commit of SHA-256 the key's first 40 must do. */
const commitAndKey = 104;

/** The commit, and for inputs that differ from it also the key: no two contents share a commit's tag. */
function commitTag({ commit, dirty, key }: { commit: string; dirty: boolean; key: string }): string {
  return dirty ? `${commit}-dirty-${key.slice(0, commitAndKey - commit.length)}` : commit;
}

export const defaultTags = ["{commit}", "latest"];

export interface Tag {
  readonly name: string;
  /** It stands for one commit or content, and never for another. */
  readonly fixed: boolean;
}

const fixedPattern = /\{(commit|key)\}/;

const tag = /^\w[\w.-]{0,127}$/;

/** May it become a tag's name, whatever `{commit}` and `{key}` stand for? */
export function isTagPattern(pattern: string): boolean {
  return tag.test(pattern.replaceAll(/\{(commit|key)\}/g, "x"));
}

/** Fills `{commit}` and `{key}` in. A tag that a registry would refuse is an error before anything is built. */
export function fillTags(patterns: readonly string[], source: { commit: string; dirty: boolean; key: string }): Tag[] {
  const filled = new Map<string, Tag>();
  for (const pattern of patterns) {
    const name = pattern.replaceAll("{commit}", commitTag(source)).replaceAll("{key}", source.key);
    if (!tag.test(name))
      throw new DeployError("invalid-tag", `tags: want up to 128 letters, digits, "_", "." and "-", got "${name}"`);
    filled.set(name, { name, fixed: fixedPattern.test(pattern) });
  }
  return [...filled.values()];
}

/** The first tag that moves on from image to image, as `latest` does. */
export function movingTag(patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => !fixedPattern.test(pattern));
}
