import { describe, expect, test } from "@jest/globals";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { jobs, root, type Step, type Workflow, workflows } from "./workflows/workflows";

interface Metadata {
  readonly inputs?: Record<string, { required?: boolean }>;
  readonly outputs?: Record<string, unknown>;
}
const actions = new Map(
  readdirSync(join(root, "actions"))
    .filter((name) => existsSync(join(root, "actions", name, "action.yml")))
    .map((name) => [name, parse(readFileSync(join(root, "actions", name, "action.yml"), "utf8")) as Metadata]),
);

/** What another repository has. */
const example = readWorkflow("examples/one-service/.github/workflows/deploy.yml");

/** Every step that calls one of our actions, in workflows, in the example and in READMEs: [where, action, step]. */
const calls = [
  ...jobs.flatMap(([file, id, { steps = [] }]) => steps.map((step): [string, Step] => [`${file}, job ${id}`, step])),
  ...stepsIn(example.jobs).map((step): [string, Step] => [example.file, step]),
  ...["README.md", ...[...actions.keys()].map((name) => `actions/${name}/README.md`)].flatMap(stepsOfReadme),
].flatMap(([where, step]): [string, string, Step][] => {
  const name = nameOf(step);
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
  const missing = [...workflows, example].flatMap(({ file, text, jobs }) => {
    const steps = Object.values(jobs).flatMap(({ steps = [] }) => steps);
    return [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].flatMap(([, id, output = ""]) => {
      const name = nameOf(steps.find((step) => step.id === id));
      if (!name) return [];
      const known = [...Object.keys(actions.get(name)?.outputs ?? {}), ...(dynamic[name] ?? [])];
      return known.includes(output) ? [] : [`${file}: ${name} has no output ${output}`];
    });
  });
  expect(missing).toEqual([]);
});

function readWorkflow(file: string): Pick<Workflow, "file" | "text" | "jobs"> {
  const text = readFileSync(join(root, file), "utf8");
  return { file, text, ...(parse(text) as Pick<Workflow, "jobs">) };
}

/** Of our actions the one that a step calls. */
function nameOf(step: Step | undefined): string | undefined {
  return /(?:^\$|\/cashsouk)\/actions\/([a-z-]+)(?:@.+)?$/.exec(step?.uses ?? "")?.[1];
}

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
