import type { GitRepository } from "@cashsouk/testing/git-repository";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Edit, type RandomWorkspace, workspaceFiles } from "./random-workspace";

/** Applies edits to the workspace that lies in a repository. Gives the workspace as it is then. */
export function applyEdits(
  repository: GitRepository,
  before: RandomWorkspace,
  edits: readonly Edit[],
): RandomWorkspace {
  let workspace = before;
  for (const edit of edits) {
    workspace = changeWorkspace(workspace, edit);
    if (workspace.packages.length < before.packages.length)
      remove(repository, `packages/p${workspace.packages.length}`);
  }
  const [was, is] = [workspaceFiles(before), workspaceFiles(workspace)];
  const there = (path: string) => existsSync(join(repository.folder, path));
  // A package that is deleted and made anew has its files again, also those whose text is as it was.
  repository.write(Object.fromEntries(Object.entries(is).filter(([path, text]) => was[path] !== text || !there(path))));
  for (const edit of edits) changeFiles(repository, workspace, edit);
  return workspace;
}

function changeWorkspace(workspace: RandomWorkspace, edit: Edit): RandomWorkspace {
  const { packages, versions } = workspace;
  switch (edit.kind) {
    case "bump": {
      const moved = edit.registry % versions.length;
      return { packages, versions: versions.map((version, at) => (at === moved ? version + 1 : version)) };
    }
    case "need": {
      const at = edit.at % packages.length;
      const other = at === 0 ? 0 : edit.other % at;
      const known = packages[at]!;
      if (at === 0 || [...known.needs, ...known.development].includes(other)) return workspace;
      const changed = { ...known, needs: [...known.needs, other] };
      return { versions, packages: packages.map((found, place) => (place === at ? changed : found)) };
    }
    case "new-package":
      return {
        versions,
        packages: [...packages, { needs: [edit.needs % packages.length], development: [], registry: [] }],
      };
    case "delete-last-package":
      return packages.length > 2 ? { versions, packages: packages.slice(0, -1) } : workspace;
    case "file":
    case "move":
    case "root-file":
      return workspace;
    default:
      return edit satisfies never;
  }
}

function changeFiles(repository: GitRepository, { packages }: RandomWorkspace, edit: Edit): void {
  const folder = (at: number) => `packages/p${at % packages.length}`;
  if (edit.kind === "root-file") repository.write({ [edit.path]: edit.text });
  if (edit.kind === "move") {
    const [from, to] = [`${folder(edit.from)}/src/index.ts`, `${folder(edit.to)}/src/moved.ts`];
    if (existsSync(join(repository.folder, from))) {
      repository.write({ [to]: "moved\n" });
      remove(repository, from);
    }
  }
  if (edit.kind !== "file") return;
  const path = `${folder(edit.at)}/${edit.name}`;
  const there = existsSync(join(repository.folder, path));
  if (edit.how === "link") repository.link(path, "elsewhere");
  else if (edit.how === "delete" && there) remove(repository, path);
  else if (edit.how === "mode" && there) repository.mode(path, 0o755);
  else repository.write({ [path]: "written\n" });
}

function remove(repository: GitRepository, path: string): void {
  if (existsSync(join(repository.folder, path))) repository.write({ [path]: null });
}
