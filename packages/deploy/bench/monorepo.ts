import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const packages = 1_000;
const filesOfEach = 50;
const ofRegistry = 600;

/** A workspace of 1,000 packages and 50,000 files, 49 of which are services; the same on every run. Committed. */
export function writeMonorepo(folder: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (let at = 0; at < packages; at++) {
    const dependencies = Object.fromEntries([
      ...needs(at).map((other) => [`@mono/p${other}`, "workspace:*"]),
      ...external(at).map((name) => [`e${name}`, "^1.0.0"]),
    ]) as object;
    write(
      `packages/p${at}/package.json`,
      json({ name: `@mono/p${at}`, version: "1.0.0", private: true, dependencies }),
    );
    for (let file = 1; file < filesOfEach; file++)
      write(`packages/p${at}/src/part${file % 6}/file${file}.ts`, `export const value${file} = ${at};\n`);
  }
  const service = (at: number) => ({ name: `s${at}`, package: `@mono/p${at}`, dockerfile: "Dockerfile" });
  const services = Array.from({ length: 49 }, (_, at) => service((at + 1) * 20));
  write("services.json", json({ services }));
  write("Dockerfile", "FROM scratch\n");
  write("package.json", json({ name: "mono", private: true, packageManager: "pnpm@10.34.9" }));
  write("pnpm-workspace.yaml", "packages: [packages/*]\n");
  write("pnpm-lock.yaml", lockfile(0));
  write("turbo.json", json({ tasks: { build: {} } }));
  write(".gitignore", "node_modules\n.turbo\n");
  git(folder, "init", "--quiet", "--initial-branch=main");
  // As a checkout has it: in packs; git would else begin to pack in the background, while something is measured.
  git(folder, "config", "gc.auto", "0");
  commit(folder);
  git(folder, "gc", "--quiet");
}

export function commit(folder: string): void {
  const author = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"];
  git(folder, "add", "--all");
  git(folder, ...author, "commit", "--quiet", "--message", "change");
}

/** As pnpm writes it; with a bump of the first package of the registry. */
export function lockfile(bump: number): string {
  const version = (name: number) => `1.0.${name === 0 ? bump : name}`;
  const importers = Array.from({ length: packages }, (_, at) => {
    const links = needs(at).map(
      (other) => `      '@mono/p${other}':\n        specifier: workspace:*\n        version: link:../p${other}\n`,
    );
    const others = external(at).map(
      (name) => `      e${name}:\n        specifier: ^1.0.0\n        version: ${version(name)}\n`,
    );
    return `  packages/p${at}:\n    dependencies:\n${links.join("")}${others.join("")}\n`;
  });
  const names = Array.from({ length: ofRegistry }, (_, name) => name);
  const resolved = names.map((name) => `  e${name}@${version(name)}:\n    resolution: {integrity: sha512-${name}}\n\n`);
  const snapshots = names.map((name) =>
    name < 7
      ? `  e${name}@${version(name)}: {}\n\n`
      : `  e${name}@${version(name)}:\n    dependencies:\n      e${name % 7}: ${version(name % 7)}\n\n`,
  );
  const head = "lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false\n";
  return [
    `${head}\nimporters:\n\n  .: {}\n\n`,
    ...importers,
    "packages:\n\n",
    ...resolved,
    "snapshots:\n\n",
    ...snapshots,
  ].join("");
}

/** Up to three packages before it. */
function needs(at: number): number[] {
  return [...new Set([at - 1 - (at % 7), at - 1 - (at % 31), at - 1 - (at % 53)])].filter((other) => other >= 0);
}

function external(at: number): number[] {
  return [...new Set(Array.from({ length: 6 }, (_, step) => (at * 7 + step * 101) % ofRegistry))];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function git(folder: string, ...args: string[]): void {
  execFileSync("git", args, { cwd: folder, stdio: "ignore" });
}
