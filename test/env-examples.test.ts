import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLandingConfiguration, readSignInConfiguration } from "@cashsouk/config";
import { describe, expect, test } from "@jest/globals";

type Variables = Readonly<Record<string, string | undefined>>;
/** The API's own is compared by its configuration's test. */
const readers: [app: string, read: (variables: Variables) => unknown][] = [
  ["landing", readLandingConfiguration],
  ["investor", (variables) => readSignInConfiguration("investor", variables)],
  ["issuer", (variables) => readSignInConfiguration("issuer", variables)],
  ["admin", (variables) => readSignInConfiguration("admin", variables)],
];

describe.each(readers)("apps/%s/.env.example", (app, read) => {
  const lines = readFileSync(join(__dirname, `../apps/${app}/.env.example`), "utf8").split("\n");
  const assigned = lines.flatMap((line) => [...line.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/g)]);
  const set = Object.fromEntries(assigned.map(([, name = "", value = ""]) => [name, value] as const));
  // What may be left out stands there with its example, as a comment.
  const named = lines.flatMap((line) => /^(?:# )?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

  test("names every variable that is read, and no other", () => {
    const asked = new Set([...namesAsked(read, {}), ...namesAsked(read, set)]);
    expect(named.toSorted()).toEqual([...asked].toSorted());
  });

  test("is good to start with", () => expect(() => read(set)).not.toThrow());
});

function namesAsked(read: (variables: Variables) => unknown, variables: Variables): Set<string> {
  const asked = new Set<string>();
  const recording = new Proxy(variables, {
    get: (target, name) => {
      asked.add(String(name));
      return target[String(name)];
    },
  });
  try {
    read(recording);
  } catch {
    // What is wrong does not matter here: only what was looked for.
  }
  return asked;
}
