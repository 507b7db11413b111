import { canonical, eachOnce, installationFiles, packagesInside, type WorkspacePackage } from "../workspace";
import type { ImageInputs } from "./inputs";

/** Do both own the same paths, so that what did not change in content did not change hands either? */
export function ownAlike(a: ImageInputs, b: ImageInputs): boolean {
  if (a === b) return true;
  if (rulesOf(a) !== rulesOf(b)) return false;
  if (a.packages === b.packages) return true;
  return (
    placedAlike(a.packages.nodes, b.packages.nodes) &&
    placedAlike(packagesInside(a.workspace, a.packages), packagesInside(b.workspace, b.packages))
  );
}

const rulesOf = eachOnce(({ rules }: ImageInputs) => canonical(rules));

/** Are both installed from the same root files for the same packages? */
export function installedAlike(a: ImageInputs, b: ImageInputs): boolean {
  if (a === b) return true;
  const folders = ({ packages }: ImageInputs) => packages.nodes.map(({ folder }) => folder).join("\n");
  if (a.packages !== b.packages && folders(a) !== folders(b)) return false;
  return installationFiles.every((file) => a.workspace.texts.get(file) === b.workspace.texts.get(file));
}

function placedAlike(a: readonly WorkspacePackage[], b: readonly WorkspacePackage[]): boolean {
  return a.length === b.length && a.every(({ name, folder }, at) => name === b[at]?.name && folder === b[at]?.folder);
}
