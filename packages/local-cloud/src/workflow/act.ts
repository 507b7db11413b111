import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { attempt } from "../command";
import { type ActEvent, readActLine } from "./act-events";
import type { GithubEvent } from "./github-events";

export interface WorkflowRun {
  /** A copy of the checkout made by `copyForAct`. */
  readonly tree: string;
  /** act's own folder: it must not lie inside a checkout, or git in a job without one finds the developer's repository. */
  readonly cacheFolder: string;
  readonly event: Pick<GithubEvent, "name" | "workflow" | "payload">;
  /** Where act's log is kept as it came. */
  readonly logFile: string;
  /** The folder of `stand-ins`. */
  readonly standIns: string;
  /** Other repositories, by their names on GitHub: whatever commit of one a workflow pins, it gets this folder. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** The environment of act and of every step. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onEvent: (event: ActEvent) => void;
  readonly timeoutMs: number;
}

/** Runs the workflow that an event starts, with act in host mode; nothing is fetched. True when every job ended well. */
export async function runWorkflow(run: WorkflowRun): Promise<boolean> {
  await mkdir(run.cacheFolder, { recursive: true });
  const eventFile = join(run.cacheFolder, "event.json");
  await writeFile(eventFile, JSON.stringify(run.event.payload));
  // A file only its owner reads: every user reads an argument list. act reads a name without a value as an empty one,
  // and YAML, of which JSON is a part, by the ending.
  const environmentFile = join(run.cacheFolder, "environment.yaml");
  await rm(environmentFile, { force: true });
  await writeFile(environmentFile, JSON.stringify(run.environment), { mode: 0o600 });
  const result = await attempt(
    [
      "act",
      run.event.name,
      ...[
        "--workflows",
        join(".github", "workflows", run.event.workflow),
        "--eventpath",
        eventFile,
        "--json",
        "--actor",
        userInfo().username,
      ],
      ...["--platform", "ubuntu-latest=-self-hosted", "--action-offline-mode", "--no-cache-server"],
      ...["--env-file", environmentFile],
      ...(await localRepositories(run)),
      ...Object.entries(run.variables).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
    ],
    {
      cwd: run.tree,
      logFile: run.logFile,
      timeoutMs: run.timeoutMs,
      env: { ...run.environment, XDG_CACHE_HOME: run.cacheFolder, ACT_DISABLE_VERSION_CHECK: "1" },
      onLine(line) {
        const event = readActLine(line);
        if (event) run.onEvent(event);
      },
    },
  ).finally(() => rm(environmentFile, { force: true }));
  if (result.code === null) throw new DeployError("workflow-ended", `act ${result.ending}.`, `Its log: ${run.logFile}`);
  return result.code === 0;
}

/** Maps each repository whose actions the workflows pin to its folder or stand-in; one without fails the run by name. */
async function localRepositories({ tree, standIns, folders = {} }: WorkflowRun): Promise<string[]> {
  const workflows = join(tree, ".github", "workflows");
  const texts = await Promise.all((await readdir(workflows)).map((name) => readFile(join(workflows, name), "utf8")));
  const available = new Set(await readdir(standIns));
  const folderOf = (repository: string) => {
    const standIn = repository.replace("/", "-");
    return folders[repository] ?? (available.has(standIn) ? join(standIns, standIn) : undefined);
  };
  return [...new Set(texts.flatMap(pinned))].flatMap((reference) => {
    const folder = folderOf(reference.split("@")[0]!);
    return folder ? ["--local-repository", `${reference}=${folder}`] : [];
  });
}

/** `owner/name@commit` of each `uses: owner/name/path/of/an/action@commit`. */
function pinned(workflow: string): string[] {
  const uses = /\buses:\s*([\w.-]+\/[\w.-]+)(?:\/[\w./-]+)?(@[0-9a-f]{40})/g;
  return [...workflow.matchAll(uses)].map(([, repository, commit]) => `${repository}${commit}`);
}
