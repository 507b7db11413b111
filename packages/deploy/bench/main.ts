import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measure, type Measured } from "./measure";
import { commit, lockfile, writeMonorepo } from "./monorepo";

const root = resolve(__dirname, "../../..");
const limits = { cpu: 1.6, mebibytes: 64 };
const write = (line: string) => void process.stdout.write(`${line}\n`);

/** What detect-affected costs on a large workspace, beside its floor and beside turbo. */
function bench(folder: string): void {
  const mono = join(folder, "mono");
  mkdirSync(mono);
  writeMonorepo(mono);
  execFileSync(
    "pnpm",
    ["--filter", "actions", "exec", "rolldown", "-c", "rolldown.config.mjs", "-d", join(folder, "dist")],
    {
      cwd: root,
      stdio: "ignore",
    },
  );
  write("detect-affected: 1,000 packages, 50,000 files, 49 services. The least of 3 runs.");
  writeFileSync(join(mono, "packages/p500/src/part1/file1.ts"), "export const changed = true;\n");
  commit(mono);
  compare("one file changed", mono, join(folder, "dist"));
  appendFileSync(join(mono, "packages/p500/package.json"), "\n");
  commit(mono);
  compare("one package.json changed", mono, join(folder, "dist"));
  writeFileSync(join(mono, "pnpm-lock.yaml"), lockfile(1));
  commit(mono);
  compare("a bump in the lockfile", mono, join(folder, "dist"));
}

function compare(title: string, mono: string, dist: string): void {
  const node = (...args: string[]) => [process.execPath, "--require", join(__dirname, "peak.cjs"), ...args];
  const inputs = { INPUT_BASE: "HEAD~1", INPUT_SUMMARY: "false", GITHUB_OUTPUT: join(mono, "../output") };
  writeFileSync(inputs.GITHUB_OUTPUT, "");
  const bare = measure({ command: node("--eval", "0"), cwd: mono });
  const diff = measure({ command: ["git", "diff", "-z", "--name-only", "HEAD~1", "--"], cwd: mono });
  const floor = measure({ command: node(join(__dirname, "floor.cjs")), cwd: mono });
  const tree = measure({ command: ["git", "status", "--porcelain", "-uall"], cwd: mono });
  const ours = measure({ command: node(join(dist, "detect-affected.mjs")), cwd: mono, env: inputs });
  const committed = measure({
    command: node(join(dist, "detect-affected.mjs")),
    cwd: mono,
    env: { ...inputs, INPUT_HEAD: "HEAD" },
  });
  const turbo = measure({
    command: [join(root, "node_modules/.bin/turbo"), "ls", "--affected", "--output=json"],
    cwd: mono,
    env: { TURBO_SCM_BASE: "HEAD~1", TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
  });
  const beyond = (ours.peakBytes - bare.peakBytes) / 2 ** 20;
  const times = (one: Measured, most: number) => `${(one.cpuMs / most).toFixed(2)} ×`;
  // `git diff` looks at what git knows; a new file is found by a walk through every folder.
  const seesNews = floor.cpuMs - diff.cpuMs + tree.cpuMs;
  write(`\n${title}`);
  line("floor: Node.js, git diff -z, manifests", floor);
  line("  of it Node.js", bare);
  line("  of it git diff -z", diff);
  line("git status, which sees new files too", tree);
  line("detect-affected", ours);
  line("detect-affected, head: HEAD", committed);
  line("turbo ls --affected", turbo);
  write(
    `  CPU ${times(ours, floor.cpuMs)} the floor (at most ${limits.cpu} wanted), head: HEAD ${times(committed, floor.cpuMs)}`,
  );
  write(`  CPU ${times(ours, seesNews)} a floor that sees new files too, ${times(ours, turbo.cpuMs)} turbo`);
  write(`  memory ${beyond.toFixed(0)} MiB beyond Node.js (at most ${limits.mebibytes} wanted)`);
}

function line(name: string, { cpuMs, wallMs }: Measured): void {
  write(`  ${name.padEnd(40)} ${cpuMs.toFixed(0).padStart(6)} ms CPU ${wallMs.toFixed(0).padStart(6)} ms`);
}

const folder = mkdtempSync(join(tmpdir(), "bench-affected-"));
try {
  bench(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
