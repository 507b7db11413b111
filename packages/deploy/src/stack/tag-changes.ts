import type { Stack } from "@aws-sdk/client-cloudformation";

import { asShown, mayBe } from "./as-shown";

/** A tag of the stack, and so of its resources, that comes, goes or takes another value. */
export interface TagChange {
  readonly name: string;
  /** `undefined`: the stack does not have it yet. */
  readonly before: string | undefined;
  /** `undefined`: it is taken away. */
  readonly after: string | undefined;
}

/** What becomes of a stack's tags. `undefined` wants nothing of them: they stay as they are. */
export function tagChanges({ Tags = [] }: Partial<Stack>, wanted: Readonly<Record<string, string>> | undefined) {
  if (wanted === undefined) return [];
  const after = new Map(Object.entries(wanted));
  const names = new Map([...after.keys()].flatMap((name) => [[asShown(name), name] as const, [name, name] as const]));
  const present = new Map(Tags.map(({ Key = "", Value = "" }) => [names.get(Key) ?? Key, Value]));
  return [...new Set([...present.keys(), ...after.keys()])].flatMap((name): TagChange[] => {
    const change = { name, before: present.get(name), after: after.get(name) };
    // AWS's own tags are nobody else's to take away.
    const kept =
      (change.after !== undefined && mayBe(change.before, change.after)) ||
      (name.startsWith("aws:") && change.after === undefined);
    return kept ? [] : [change];
  });
}

/** `none → delivery`, as two cells. */
export function tagBeforeAndAfter({ before, after }: TagChange): [string, string] {
  return [before ?? "none", after ?? "none: it is taken away"];
}

/** `tag Team: none → delivery` */
export function tagLine(change: TagChange): string {
  return `tag ${change.name}: ${tagBeforeAndAfter(change).join(" → ")}`;
}
