import { describe, expect, test } from "@jest/globals";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { actionNames } from "./action-folders";
import { readMetadata } from "./src/readme-tables";

type With = Readonly<Record<string, unknown>>;
interface Step {
  readonly uses?: string;
  readonly with?: With;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}
type Example = Job & { readonly jobs?: Readonly<Record<string, Job>> };

/** What each action needs of the steps before it, by what it is given. */
const readsCheckout: Record<string, (given: With) => boolean> = {
  "detect-affected": () => true,
  "build-push": () => true,
  "deploy-stack": ({ mode }) => mode !== "execute",
  "run-migration-task": ({ migrations }) => migrations !== undefined,
  "ecs-rollout": ({ service }) => service === undefined,
  "notify-slack": () => false,
};
const asksAws: Record<string, (given: With) => boolean> = {
  "detect-affected": ({ environment, ledger }) => Boolean(environment ?? ledger),
  "build-push": ({ registry, push }) => registry === undefined && push !== false,
  "deploy-stack": ({ mode }) => mode !== "compare",
  "run-migration-task": ({ mode }) => mode !== "plan",
  "ecs-rollout": () => true,
  "notify-slack": (given) => Boolean(given["token-secret"] ?? given["topic-arn"]),
};

const inputsOf = new Map(
  actionNames.map((name) => {
    const { inputs = {} } = readMetadata(readFileSync(join(__dirname, name, "action.yml"), "utf8"));
    return [name, new Set(Object.keys(inputs))];
  }),
);
const ours = ({ uses = "" }: Step) => /^cashsouk\/cashsouk\/actions\/([\w-]+)@/.exec(uses)?.[1] ?? "";

function examplesIn(page: string): Example[] {
  const text = readFileSync(join(__dirname, page), "utf8");
  return [...text.matchAll(/^```yaml\n([^]*?)^```/gm)]
    .map(([, yaml = ""]) => parse(yaml) as Example | Step[])
    .map((example) => (Array.isArray(example) ? { steps: example } : example));
}
const jobsOf = (example: Example): Job[] =>
  example.jobs
    ? Object.values(example.jobs).map((job) => ({ permissions: example.permissions, ...job }) as Job)
    : [example];

const readmes = ["README.md", ...actionNames.map((name) => `${name}/README.md`)];
const pages = [...readmes, ...actionNames.map((name) => `${name}/moving.md`)].filter((page) =>
  existsSync(join(__dirname, page)),
);

test.each(pages)("every example of %s gives the actions inputs that they have", (page) => {
  const steps = examplesIn(page).flatMap((example) => jobsOf(example).flatMap((job) => job.steps ?? []));
  const unknown = steps
    .filter((step) => ours(step))
    .flatMap((step) => Object.keys(step.with ?? {}).filter((input) => !inputsOf.get(ours(step))?.has(input)));
  expect(unknown).toEqual([]);
});

describe.each(readmes)("an example of %s can be copied as it is:", (page) => {
  const used = examplesIn(page)
    .flatMap(jobsOf)
    .flatMap((job) =>
      (job.steps ?? []).flatMap((step, at) => {
        const name = ours(step);
        return name ? [{ name, given: step.with ?? {}, before: job.steps?.slice(0, at) ?? [], job }] : [];
      }),
    );

  test("what reads the repository comes after a checkout", () => {
    const lacking = used.filter(({ name, given, before }) => {
      return readsCheckout[name]?.(given) && !before.some(({ uses }) => uses?.startsWith("actions/checkout@"));
    });
    expect(lacking).toEqual([]);
  });

  test("what asks AWS has credentials, and the right to an identity token", () => {
    const lacking = used.filter(({ name, given, before, job }) => {
      const signedIn = before.some(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
      const isReady = (signedIn || "role-to-assume" in given) && job.permissions?.["id-token"] === "write";
      return asksAws[name]?.(given) && !isReady;
    });
    expect(lacking).toEqual([]);
  });
});
