import { type Group, groups } from "@cashsouk/types";
import type { EnvironmentReader } from "./environment";

/** What each portal proves itself with. */
export type PortalKeys = Record<Group, string>;

/** The values are never repeated in a problem. */
export function readPortalKeys(read: EnvironmentReader): PortalKeys {
  const seen = new Map<string, string>();
  const readKey = (group: Group): [Group, string] => {
    const name = `${group.toUpperCase()}_PORTAL_KEY`;
    const key = read.required(name);
    const other = seen.get(key);
    if (key !== "" && key.length < 32) read.problem(name, `want at least 32 characters, got ${key.length}`);
    else if (key !== "" && other !== undefined) read.problem(name, `want a key of its own, got that of ${other}`);
    seen.set(key, name);
    return [group, key];
  };
  return Object.fromEntries(groups.map(readKey)) as PortalKeys;
}
