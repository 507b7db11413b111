import { randomBytes } from "node:crypto";
import { DeployError } from "../error";

/** The application's secret, as AWS words a database secret; what else stands in it is kept. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const clone = "_clone";

/** The other of the two alternating users, called as Secrets Manager's own rotation calls them: `user`, `user_clone`. */
export function otherUser(name: string): string {
  return name.endsWith(clone) ? name.slice(0, -clone.length) : `${name}${clone}`;
}

/** Reads the secret's JSON; a problem never repeats its value. */
export function parseCredentials(text: string | undefined, about: string): Credentials {
  const parsed = parseJson(text ?? "");
  if (isCredentials(parsed)) return parsed;
  throw new DeployError(
    "not-credentials",
    `${about}: want a JSON object with username and password, got something else`,
  );
}

/** The next version: the same database, the other user, 256 bits of randomness in letters, digits, - and _. */
export function nextCredentials(current: Credentials): Credentials {
  return { ...current, username: otherUser(current.username), password: randomBytes(32).toString("base64url") };
}

function isCredentials(value: unknown): value is Credentials {
  const { username, password } = (value ?? {}) as Partial<Credentials>;
  return typeof username === "string" && username !== "" && typeof password === "string" && password !== "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
