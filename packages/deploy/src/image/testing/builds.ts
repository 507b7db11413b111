import { ECR } from "@aws-sdk/client-ecr";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterEach, beforeEach } from "@jest/globals";
import { systemClock } from "../../clock";
import { workspaceFiles } from "../../content/workspace-fixture";
import { openRepository } from "../../git";
import { type BuildImagesOptions, buildImages, defaultTags, ecrRegistry, readSource, workspaceImages } from "..";
import { type DockerDouble, installDockerDouble } from "../docker-double";
import { type EcrDouble, startEcrDouble } from "../ecr-double";

export let repository: GitRepository;
export let registry: EcrDouble;
export let docker: DockerDouble;
export let log: string[];

beforeEach(async () => {
  repository = createGitRepository({ ...workspaceFiles });
  registry = await startEcrDouble();
  docker = installDockerDouble();
  log = [];
});
afterEach(async () => {
  docker.remove();
  repository.remove();
  await registry.close();
});

export const usual = {
  repository: "x-{service}",
  tags: defaultTags,
  buildArgs: {},
  secrets: {},
  parallel: 2,
  reuse: true,
};
/** The ports of a build whose images stay on this machine. */
export const here = () => ({
  clock: systemClock,
  log: { info: (line: string) => void log.push(line), warning: (line: string) => void log.push(line) },
});
export const inRegistry = () => ({ ...here(), registry: ecrRegistry(new ECR(registry.config)) });
export const sources = async (services?: string[]) =>
  workspaceImages(await readSource(openRepository(repository.folder)), services);

/** `services`: absent, all. */
export type Options = Partial<BuildImagesOptions> & { services?: string[] };

export async function report({ services, ...options }: Options = {}, signal?: AbortSignal) {
  const ports = { ...inRegistry(), ...(signal ? { signal } : {}) };
  return buildImages(await sources(services), { ...usual, ...options }, ports);
}

export async function build(options: Options = {}, signal?: AbortSignal) {
  const { images } = await report(options, signal);
  return new Map([...images].map(([name, { built }]) => [name, built]));
}

/** The first word of each of docker's calls. */
export const commands = () => docker.calls().map(({ args }) => args[0]);
export const calls = (command: string) => docker.calls().filter(({ args }) => args[0] === command);
export const argumentAfter = (args: string[], name: string) =>
  args.flatMap((arg, at) => (arg === name ? [args[at + 1]] : []));
