import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

export const root = resolve(__dirname, "../..");
const folder = join(root, ".github", "workflows");

export type Permissions = Record<string, "read" | "write" | "none">;

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Record<string, string>;
  readonly "continue-on-error"?: boolean;
  readonly with?: Record<string, string | number | boolean>;
}

export interface Job {
  readonly uses?: string;
  readonly if?: string;
  readonly needs?: string | string[];
  readonly with?: Record<string, string | number | boolean>;
  readonly permissions?: Permissions;
  readonly "timeout-minutes"?: number;
  readonly environment?: unknown;
  readonly outputs?: Record<string, string>;
  readonly steps?: Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Record<string, unknown>;
  readonly permissions: Permissions;
  readonly concurrency?: { group: string; queue?: string; "cancel-in-progress"?: unknown };
  readonly jobs: Record<string, Job>;
}

export const workflows: Workflow[] = readdirSync(folder)
  .filter((name) => name.endsWith(".yml"))
  .map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return { file, text, ...(parse(text) as Omit<Workflow, "file" | "text">) };
  });

/** Every job of every workflow, as [file, job's id, job]. */
export const jobs: [string, string, Job][] = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([id, job]): [string, string, Job] => [file, id, job]),
);

/** The jobs of one workflow, by their ids. */
export const jobsOf = (file: string): Workflow["jobs"] => workflows.find((workflow) => workflow.file === file)!.jobs;
