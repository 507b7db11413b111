import { join } from "node:path";
import { type Attempt, attempt, type CommandOptions, run } from "../command";
import type { Instance } from "../instance/instance";
import { composeCommand } from "../machine/compose";
import { docker, engineVersion } from "../machine/engine";
import { checkout } from "../machine/folders";

/** The containers of one compose file, under a name that is this checkout's and instance's own. */
export interface Project {
  readonly name: string;
  compose(args: readonly string[], options?: CommandOptions): Promise<string>;
  /** As `compose`, for a caller who judges the exit code. */
  attempt(args: readonly string[], options?: CommandOptions): Promise<Attempt>;
}

export function projectName({ id }: Pick<Instance, "id">): string {
  return `cashsouk-${id}`;
}

export async function openProject(name: string, file: string, settings: string | undefined): Promise<Project> {
  const command = await composeCommand();
  const given = settings ? ["--env-file", settings] : [];
  const argv = (args: readonly string[]): [string, ...string[]] => [
    ...command,
    ...["--project-name", name, ...given, "--file", join(checkout, file), ...args],
  ];
  return {
    name,
    compose: (args, options) => run(argv(args), options),
    attempt: (args, options) => attempt(argv(args), options),
  };
}

export interface Container {
  readonly service: string;
  readonly id: string;
  /** As in "running", "exited". */
  readonly state: string;
  /** In words: "Up 3 seconds (healthy)", "Exited (1) 2 minutes ago". */
  readonly status: string;
}

/** The project's containers, running or not; none where no engine answers. */
export async function containersOf(project: string): Promise<Container[]> {
  if (!(await engineVersion())) return [];
  const format = '{{.Label "com.docker.compose.service"}}|{{.ID}}|{{.State}}|{{.Status}}';
  const filter = ["--filter", `label=com.docker.compose.project=${project}`];
  const listed = await docker(["ps", "--all", ...filter, "--format", format]);
  return listed
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [service = "", id = "", state = "", status = ""] = line.split("|");
      return { service, id, state, status };
    });
}

/** Stops the project's containers and takes them away; volumes, and so the data, stay. Says how many there were. */
export async function removeProject(project: string): Promise<number> {
  const containers = await containersOf(project);
  const ids = containers.map(({ id }) => id);
  if (ids.length > 0) {
    await docker(["stop", "--time", "10", ...ids]);
    await docker(["rm", "--force", ...ids]);
  }
  if (!(await engineVersion())) return ids.length;
  const networks = await docker([
    "network",
    "ls",
    "--quiet",
    "--filter",
    `label=com.docker.compose.project=${project}`,
  ]);
  for (const network of networks.split("\n").filter(Boolean)) await docker(["network", "rm", network]);
  return ids.length;
}

/** Takes the project's data away as well. */
export async function removeVolumes(project: string): Promise<void> {
  if (!(await engineVersion())) return;
  const volumes = await docker(["volume", "ls", "--quiet", "--filter", `label=com.docker.compose.project=${project}`]);
  for (const volume of volumes.split("\n").filter(Boolean)) await docker(["volume", "rm", volume]);
}
