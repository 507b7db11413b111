/** Files of a package that no image needs, so that changing one deploys nothing: its tests, its workflows, what is written about it. */
const forPeople = /^(readme|changelog|contributing)(\.(md|txt))?$/i;
const forTests = /\.(test|spec)\.[cm]?[jt]sx?$|^(jest|vitest|playwright)\.config\.[cm]?[jt]sx?$/;
const testFolders = new Set(["__tests__", "__snapshots__", "__mocks__"]);

/**
 * The one rule of what a package gives to an image. `path` is relative to the package.
 * What the manifest names itself (`paths`, `global`, the Dockerfile) is an input whatever its name.
 */
export function isImageInput(path: string): boolean {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  // What is served as it is may have any name.
  if (folders[0] === "public") return true;
  // An installer's folder lies beside the package.json; one further below is the package's own.
  if (["docs", ".github", "node_modules"].includes(folders[0] ?? "")) return false;
  if (folders.length === 0 && forPeople.test(file)) return false;
  return !isTest(path);
}

export function isTest(path: string): boolean {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  return forTests.test(file) || folders.some((folder) => testFolders.has(folder));
}
