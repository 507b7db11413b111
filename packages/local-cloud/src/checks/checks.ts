import { readdirSync } from "node:fs";
import { join } from "node:path";
import { binFolder, cacheFolder, checkout, stateFolder } from "../machine/folders";
import { pythonFolder } from "../machine/python";
import { copyForAct } from "../workflow/rewrite";

export interface Check {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Done before the command runs. */
  readonly prepare?: () => Promise<void>;
  readonly limitMs: number;
  /**
   * Run once more where it fails: its tests start programs and servers on all cores, and what a busy machine alone breaks is
   * told apart from what is broken. It is named in the closing lines, so that it is mended.
   */
  readonly again?: true;
}

const minute = 60_000;
/** act can't read two things of the workflows; with these rewritten, actionlint reads all of it, the actions' inputs too. */
const rewritten = join(cacheFolder, "actionlint", "tree");

const turbo = {
  TURBO_CACHE_DIR: join(stateFolder, "turbo"),
  TURBO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
};
/** All tasks also after one has failed, each task's lines together. */
const everything = ["--concurrency=2", "--continue", "--log-order=grouped"];
const tools = { PATH: `${binFolder}:${process.env["PATH"] ?? ""}` };
const major = process.versions.node.split(".")[0]!;

/** Everything that guards main, from the quickest to the slowest. */
export function checks(): Check[] {
  return [
    { name: "Format", argv: ["pnpm", "check:format"], limitMs: 5 * minute },
    { name: "Arrows between the parts", argv: ["pnpm", "check:arrows"], limitMs: 5 * minute },
    { name: "Unused code", argv: ["pnpm", "check:unused"], limitMs: 5 * minute },
    {
      name: "Templates",
      argv: ["cfn-lint"],
      env: tools,
      limitMs: 5 * minute,
    },
    {
      name: "Workflows (actionlint)",
      argv: ["actionlint", "-color"],
      cwd: rewritten,
      env: tools,
      prepare: () => copyForAct(checkout, rewritten),
      limitMs: 5 * minute,
    },
    {
      name: "Workflows (zizmor)",
      argv: ["zizmor", "--offline", "--persona=auditor", "--strict-collection", "--quiet", "."],
      env: tools,
      limitMs: 5 * minute,
    },
    { name: "Dockerfiles", argv: ["hadolint", ...files("docker", ".Dockerfile")], env: tools, limitMs: minute },
    {
      name: "Shell scripts",
      argv: [
        "shellcheck",
        ".ci/run",
        ...files("docker", ".sh"),
        ...files("scripts", ".sh"),
        ...files("packages/local-cloud/src/machine", ".sh"),
      ],
      env: tools,
      limitMs: minute,
    },
    {
      name: "Types, lint and unit tests on Node 24",
      argv: ["pnpm", "exec", "turbo", "run", "typecheck", "lint", "test", ...everything],
      env: { ...turbo, ...tools, NODE_MAJOR: "24" },
      limitMs: 30 * minute,
      again: true,
    },
    ...unitTestsOn(major),
    {
      name: "The launcher's mends",
      argv: [join(pythonFolder, "bin", "python"), "-m", "pytest", "-q", "packages/local-cloud/launcher/tests"],
      env: tools,
      limitMs: 15 * minute,
    },
    {
      name: "Tests with containers",
      argv: ["pnpm", "--recursive", "--workspace-concurrency=1", "run", "test:docker"],
      env: tools,
      limitMs: 20 * minute,
    },
    {
      name: "The path, end to end",
      argv: ["pnpm", "--filter", "@cashsouk/contracts", "test:e2e"],
      limitMs: 60 * minute,
    },
  ];
}

/** On the machine's own Node; nothing where that is 24, since turbo would only replay the check before. */
export function unitTestsOn(major: string): Check[] {
  if (major === "24") return [];
  return [
    {
      name: `Unit tests on Node ${major}`,
      argv: ["pnpm", "exec", "turbo", "run", "test", ...everything],
      env: { ...turbo, NODE_MAJOR: major },
      limitMs: 30 * minute,
      again: true,
    },
  ];
}

function files(folder: string, ending: string): string[] {
  return readdirSync(join(checkout, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}
