import { beforeAll, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const root = join(__dirname, "..");
const page = "docs/tests/cases.md";

interface Case {
  readonly section: string;
  readonly name: string;
  readonly file: string;
  readonly title: string;
}
const cases = JSON.parse(
  execFileSync(process.execPath, [join(__dirname, "cases.mjs")], { encoding: "utf8" }),
) as Case[];

/** File → the titles of its tests, as Jest itself lists them: it loads the files, and runs no test of them. */
const titles = new Map<string, string[]>();
beforeAll(() => {
  for (const folder of ["packages/deploy", "actions"]) {
    const files = [...new Set(cases.map(({ file }) => file))].filter((file) => file.startsWith(`${folder}/`));
    for (const [file, names] of listTests(join(root, folder), files)) titles.set(file, names);
  }
});

test(`${page} has cases of every action`, () => {
  const sections = [...new Set(cases.map(({ section }) => section.replace(/:.*/, "")))];
  const actions = [
    "detect-affected",
    "build-push",
    "ecs-rollout",
    "run-migration-task",
    "notify-slack",
    "deploy-stack",
  ];
  expect(sections).toEqual([...actions, "All of them"]);
});

test(`no case stands twice in ${page}`, () => {
  const rows = cases.map(({ name, file, title }) => `${name}: ${file}: ${title}`);
  expect(rows.filter((row, at) => rows.indexOf(row) < at)).toEqual([]);
});

test(`every test that ${page} names is there`, () => {
  const gone = cases.filter(({ file, title }) => !titles.get(file)?.some((name) => pattern(title).test(name)));
  expect(gone.map(({ name, file, title }) => `${name}: ${file} has no test "${title}"`)).toEqual([]);
});

/** `…` stands for anything: the path of a Node.js, for one. */
function pattern(title: string): RegExp {
  const parts = title.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`);
}

function listTests(folder: string, files: readonly string[]): [string, string[]][] {
  const results = mkdtempSync(join(tmpdir(), "titles-"));
  try {
    const output = join(results, "titles.json");
    const paths = files.map((file) => join(root, file));
    const jest = join(folder, "node_modules/jest/bin/jest.js");
    const none = ["--testNamePattern=(?!)", "--passWithNoTests", "--json", `--outputFile=${output}`];
    execFileSync(process.execPath, [jest, ...none, "--runTestsByPath", ...paths], { cwd: folder, stdio: "pipe" });
    const { testResults } = JSON.parse(readFileSync(output, "utf8")) as {
      testResults: { name: string; assertionResults: { ancestorTitles: string[]; title: string }[] }[];
    };
    return testResults.map(({ name, assertionResults }) => [
      relative(root, name),
      assertionResults.map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(" › ")),
    ]);
  } finally {
    rmSync(results, { recursive: true });
  }
}
