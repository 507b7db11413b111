import { afterEach } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { join } from "node:path";
import { openRepository } from "../../git";
import { describeReason, detectAffected } from "..";
import { affected } from "./affected";

const made: GitRepository[] = [];
export const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

export type Files = Readonly<Record<string, string>>;
export const json = (fields: object) => JSON.stringify(fields);

/** A service and the packages of npm's or Yarn's workspace, which know no `workspace:`. */
export const npm = (changes: Files = {}, root: object = {}): Files => ({
  "package.json": json({ private: true, workspaces: ["apps/*", "packages/*"], ...root }),
  "apps/api/package.json": json({ name: "api", dependencies: { hidden: "*" } }),
  "apps/api/Dockerfile": "FROM base:1",
  "apps/web/package.json": json({ name: "web", dependencies: { react: "^19" } }),
  "apps/web/Dockerfile": "FROM base:1",
  "packages/other/package.json": json({ name: "other" }),
  "packages/other/index.js": "1",
  ...changes,
});
export const npmLock = (packages: object) => ({ "package-lock.json": json({ lockfileVersion: 3, packages }) });

const nothing: (repository: GitRepository) => void = () => undefined;

/** What a change of one path does to the services of a repository, or of a folder in it. */
export async function affectedBy(before: Files, path: string, { folder = ".", arrange = nothing, changed = "2" } = {}) {
  const repository = keep(createGitRepository({ ...before }));
  arrange(repository);
  const base = repository.commit();
  if (path !== "") repository.write({ [path]: changed });
  if (folder === ".") return affected(repository, base);
  const findings = await detectAffected(openRepository(join(repository.folder, folder)), {
    base: { kind: "revision", revision: base },
    deepen: false,
  });
  return Object.fromEntries(
    findings
      .filter(({ reasons }) => reasons.length > 0)
      .map((one) => [one.service.name, one.reasons.map(describeReason)]),
  );
}

export const within = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

/** As pnpm writes it: what the importer `apps/api` and the resolved packages say. */
export const pnpmLock = (api: string, snapshots = "") => `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .: {}

  apps/api:
${api}
  apps/web: {}

  packages/ui: {}
${snapshots}`;
export const needs = (name: string, specifier: string, version: string) =>
  `    dependencies:\n      ${name}:\n        specifier: ${specifier}\n        version: ${version}\n`;
export const pnpm = (settings: string, dependencies: Files, lockfile: string): Files => ({
  "package.json": json({ private: true }),
  "pnpm-workspace.yaml": `packages: [apps/*, packages/*]\n${settings}`,
  "pnpm-lock.yaml": lockfile,
  "apps/api/package.json": json({ name: "api", dependencies }),
  "apps/api/Dockerfile": "FROM base:1",
  "apps/web/package.json": json({ name: "web" }),
  "apps/web/Dockerfile": "FROM base:1",
  "packages/ui/package.json": json({ name: "ui" }),
  "packages/ui/index.js": "1",
});
