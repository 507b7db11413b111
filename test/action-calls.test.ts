import { describe, expect, test } from "@jest/globals";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { jobs, root, type Step, workflows } from "./workflows/workflows";

interface Metadata {
  readonly inputs?: Record<string, { required?: boolean }>;
  readonly outputs?: Record<string, unknown>;
}
const actions = new Map(
  readdirSync(join(root, "actions"))
    .filter((name) => existsSync(join(root, "actions", name, "action.yml")))
    .map((name) => [name, parse(readFileSync(join(root, "actions", name, "action.yml"), "utf8")) as Metadata]),
);

/** Every step that calls one of our actions, in workflows and in READMEs: [where, action, step]. */
const calls = [
  ...jobs.flatMap(([file, id, { steps = [] }]) => steps.map((step): [string, Step] => [`${file}, job ${id}`, step])),
  ...["README.md", ...[...actions.keys()].map((name) => `actions/${name}/README.md`)].flatMap(stepsOfReadme),
].flatMap(([where, step]): [string, string, Step][] => {
  const name = /(?:^\$|\/cashsouk)\/actions\/([a-z-]+)(?:@.+)?$/.exec(step.uses ?? "")?.[1];
  return name ? [[where, name, step]] : [];
});

describe.each(calls)("%s: %s", (_, name, { with: given = {} }) => {
  const declared = Object.entries(actions.get(name)?.inputs ?? {});

  test("is an action of this repository", () => {
    expect([...actions.keys()]).toContain(name);
  });
  test("is given only inputs that it has", () => {
    const known = declared.map(([input]) => input);
    expect(Object.keys(given).filter((input) => !known.includes(input))).toEqual([]);
  });
  test("is given every required input", () => {
    const required = declared.filter(([, { required }]) => required).map(([input]) => input);
    expect(required.filter((input) => !(input in given))).toEqual([]);
  });
});

/** detect-affected has an output a service besides. */
const services = (JSON.parse(readFileSync(join(root, "services.json"), "utf8")) as { services: { name: string }[] })
  .services;
const dynamic: Record<string, string[]> = { "detect-affected": services.map(({ name }) => name) };

test("every output of an action that a workflow reads exists", () => {
  const missing = workflows.flatMap(({ file, text, jobs }) => {
    const steps = Object.values(jobs).flatMap(({ steps = [] }) => steps);
    return [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].flatMap(([, id, output = ""]) => {
      const name = /^\$\/actions\/(.+)$/.exec(steps.find((step) => step.id === id)?.uses ?? "")?.[1];
      if (!name) return [];
      const known = [...Object.keys(actions.get(name)?.outputs ?? {}), ...(dynamic[name] ?? [])];
      return known.includes(output) ? [] : [`${file}: ${name} has no output ${output}`];
    });
  });
  expect(missing).toEqual([]);
});

function stepsOfReadme(path: string): [string, Step][] {
  if (!existsSync(join(root, path))) return [];
  const blocks = readFileSync(join(root, path), "utf8").matchAll(/^```ya?ml\n(.*?)^```/gms);
  return [...blocks].flatMap(([, block = ""]) => stepsIn(parse(block)).map((step): [string, Step] => [path, step]));
}

/** Steps wherever they stand in an example: a list of steps, a job, a whole workflow. */
function stepsIn(node: unknown): Step[] {
  if (Array.isArray(node)) return node.flatMap(stepsIn);
  if (typeof node !== "object" || node === null) return [];
  return "uses" in node && "with" in node ? [node as Step] : Object.values(node).flatMap(stepsIn);
}
