import { type PackageJson } from "./package-json";
import { specifiers } from "./packages";
import { asRecord } from "./records";

/** What patch-package puts on installed packages: globs from the root, whose package.json says that it is used. */
export function patchedBy(root: PackageJson): string[] {
  const scripts = Object.values(asRecord(root["scripts"])).map(String);
  const using = scripts.filter((script) => /(?<![\w-])patch-package(?![\w-])/.test(script));
  if (using.length === 0 && !("patch-package" in specifiers(root))) return [];
  const folders = using.flatMap((script) => /--patch-dir[ =]["']?([^\s"']+)/.exec(script)?.[1] ?? []);
  return (folders.length > 0 ? folders : ["patches"]).map((folder) => `${folder.replace(/^\.\/|\/$/g, "")}/**`);
}
