import { nearest } from "@cashsouk/deploy";

/**
 * The names of the inputs that a step was given, as the runner hands them on: `wait-for-minutes` and `wait for minutes`
 * come as `INPUT_WAIT-FOR-MINUTES` and `INPUT_WAIT_FOR_MINUTES`.
 */
export function givenInputs(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env).flatMap((name) => /^INPUT_(.+)$/.exec(name)?.[1]?.toLowerCase() ?? []);
}

/** What is said of each input that the action has not. GitHub only warns of one, and the step would go by a default. */
export function unknownInputs(given: readonly string[], known: ReadonlySet<string>): string[] {
  const names = [...known].sort();
  const unknown = given
    .filter((name) => !known.has(name))
    .map((name) => ({ what: `${name}: is no input of this action`, near: nearest(name, names) }))
    .sort((one, other) => Number(other.near !== "") - Number(one.near !== ""));
  // Which inputs there are is said once, by the last that none of them is near to.
  const last = unknown.length - 1;
  return unknown.map(
    ({ what, near }, index) => `${what}${near || (index === last ? `, which has ${names.join(", ")}` : "")}`,
  );
}

/**
 * Runners derived from act hand a composite action's own inputs on to the steps in it: there an unknown one may be
 * another action's. GitHub's runner sets a step's own inputs and no other.
 */
export function isDerivedRunner(env: NodeJS.ProcessEnv): boolean {
  return ["ACT", "GITEA_ACTIONS", "FORGEJO_ACTIONS"].some((name) => env[name] === "true");
}
