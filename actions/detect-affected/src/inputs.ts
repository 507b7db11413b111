import {
  type Environment,
  environments,
  inputReader,
  namesOf,
  type RawInputs,
  unknownEnvironment,
} from "@cashsouk/deploy";

/** Where the base comes from; `event` leaves it to the workflow's event. */
type Base =
  | { readonly kind: "released"; readonly ledger: string }
  | { readonly kind: "merge-base" }
  | { readonly kind: "event" }
  | { readonly kind: "revision"; readonly revision: string };

export interface Inputs {
  readonly manifest: string | undefined;
  readonly base: Base;
  readonly head: string | undefined;
  readonly workingDirectory: string;
  readonly deepen: boolean;
  /** `undefined`: not compared. */
  readonly buildArgs: Readonly<Record<string, string>> | undefined;
  readonly baseImages: boolean;
}

export function parseInputs(raw: RawInputs): Inputs {
  const read = inputReader(raw);
  const environment = readEnvironment(read.optional("environment"), (text) => read.problem("environment", text));
  const ledger = read.optional("ledger") ?? (environment && namesOf(environment).ledger);
  if (ledger && !ledger.startsWith("/")) read.problem("ledger", `want a path that starts with "/", got "${ledger}"`);
  const base = read.optional("base") ?? "auto";
  if (base === "released" && !ledger) read.problem("base", "released needs the environment or the ledger");
  const inputs: Inputs = {
    manifest: read.optional("manifest"),
    base: chooseBase(base, ledger),
    head: read.optional("head"),
    workingDirectory: read.optional("working-directory") ?? ".",
    deepen: read.flag("deepen", true),
    buildArgs: read.optional("build-args") ? read.map("build-args") : undefined,
    baseImages: read.flag("base-images", false),
  };
  for (const name of ["build-args", "base-images"])
    if (inputs.base.kind !== "released" && ![undefined, "false"].includes(read.optional(name)))
      read.problem(name, "is compared with releases: give the environment or the ledger");
  for (const [name, value] of [["base", base] as const, ["head", inputs.head] as const])
    if (value?.startsWith("-")) read.problem(name, `want a revision, got "${value}"`);
  read.done();
  return inputs;
}

function chooseBase(base: string, ledger: string | undefined): Base {
  if (base === "merge-base") return { kind: "merge-base" };
  if (base !== "auto" && base !== "released") return { kind: "revision", revision: base };
  return ledger ? { kind: "released", ledger } : { kind: "event" };
}

function readEnvironment(text: string | undefined, problem: (text: string) => void): Environment | undefined {
  const found = environments.find((environment) => environment === text);
  if (text && !found) problem(unknownEnvironment(text));
  return found;
}
