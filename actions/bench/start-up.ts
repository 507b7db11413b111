import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { actionNames } from "../action-folders";
import { buildBundles } from "../build-bundles";
import bundling from "../bundling.json";
import { nodeBinaries } from "../node-versions";
import { medians, type Program, runOnce } from "./cpu";
import { type Start, starts } from "./starts";

/** What an action may take beyond Node's own start, against a bundle with the one command that it begins with. */
const limit = 1.15;
const runs = Number(process.env["RUNS"] ?? 15);

const print = (line: string) => void process.stdout.write(`${line}\n`);

void (async () => {
  const folder = mkdtempSync(join(tmpdir(), "cashsouk-bench-"));
  const wire = await startAwsWire(
    Object.fromEntries(Object.values(starts).map(({ call }) => [call, [fault("AccessDeniedException", "no", 403)]])),
  );
  try {
    buildBundles(join(folder, "dist"));
    writeFileSync(join(folder, "nothing.mjs"), "");
    const node = nodeBinaries().at(-1) ?? process.execPath;
    print(`Start to the first call's answer, CPU in ms beyond Node's own (medians of ${runs} runs in turns)`);
    print(
      "One command: a bundle of the service's client and that command, as rolldown makes it; it reads and starts nothing else.\n",
    );
    print("action               call                     Node  one command  action  ratio");
    for (const name of actionNames) {
      const start = starts[name];
      if (!start) throw new Error(`${name}: bench/starts.ts does not say how it is started`);
      print(await row(node, { name, start, folder, wire }));
    }
    print(`\nratio: at most ${limit}`);
  } finally {
    await wire.close();
    rmSync(folder, { recursive: true });
  }
})();

interface Row {
  readonly name: string;
  readonly start: Start;
  readonly folder: string;
  readonly wire: AwsWire;
}

async function row(node: string, { name, start, folder, wire }: Row): Promise<string> {
  const repository = createGitRepository({ README: "", ...start.files });
  for (const file of ["output", "summary", "state"]) writeFileSync(join(folder, file), "");
  const env = {
    AWS_ENDPOINT_URL: wire.url,
    AWS_REGION: "ap-southeast-5",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    GITHUB_STATE: join(folder, "state"),
    ...Object.fromEntries(
      Object.entries(start.inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value]),
    ),
  };
  const programs: Program[] = [
    join(folder, "nothing.mjs"),
    await oneCommand(name, start, folder),
    join(folder, "dist", `${name}.mjs`),
  ].map((script) => ({ script, cwd: repository.folder, env }));
  await sameCall(node, start, programs.slice(1), wire);
  const [own = 0, command = 0, action = 0] = await medians(node, programs, runs);
  repository.remove();
  const ratio = (action - own) / (command - own);
  const cells = [
    own.toFixed(0).padStart(5),
    (command - own).toFixed(1).padStart(13),
    (action - own).toFixed(1).padStart(8),
  ];
  return `${name.padEnd(21)}${start.call.padEnd(24)}${cells.join("")}${ratio.toFixed(2).padStart(7)}${ratio > limit ? "  over" : ""}`;
}

/** Holds that both make that call and no other, so that they can be compared. */
async function sameCall(node: string, { call }: Start, programs: readonly Program[], wire: AwsWire): Promise<void> {
  for (const program of programs) {
    const before = wire.calls.length;
    const { printed } = await runOnce(node, program);
    const made = wire.actions().slice(before).join(", ");
    if (made !== call) throw new Error(`${program.script} called ${made || "nothing"}, not ${call}:\n${printed}`);
  }
}

/** The floor: the same SDK, the one client, the one command, bundled in the same way; it prints the error as well. */
async function oneCommand(name: string, { client, call, input }: Start, folder: string): Promise<string> {
  const clientPackage = `@aws-sdk/client-${client === "CloudFormation" ? "cloudformation" : kebab(client)}`;
  const source = `
    import { ${client}Client, ${call}Command } from "${clientPackage}";
    try {
      await new ${client}Client({}).send(new ${call}Command(${JSON.stringify(input)}));
    } catch (error) {
      console.log(\`::error::\${error.name}: \${error.message}\`);
      process.exitCode = 1;
    }`;
  const entry = join(__dirname, `${name}.one-command.mjs`);
  const bundle = await rolldown({
    input: { [name]: entry },
    platform: "node",
    resolve: bundling.resolve,
    plugins: [
      {
        name: "one-command",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  });
  const dir = join(folder, "one-command", name);
  await bundle.write({
    dir,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "chunks/[name].mjs",
    minify: bundling.minify,
  });
  await bundle.close();
  return join(dir, `${name}.mjs`);
}

/** `SecretsManager` → `secrets-manager`, `ECR` → `ecr`. */
function kebab(client: string): string {
  return client.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
