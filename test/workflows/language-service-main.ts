import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

/**
 * Prints what GitHub's own language service has against the workflows and actions below the folder it is given, one line a
 * finding. The package can't be imported as it is on Node 20 (JSON imports without attributes), so the test bundles this file.
 */
async function main(root: string): Promise<void> {
  const workflows = readdirSync(join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`);
  const actions = readdirSync(join(root, "actions")).map((name) => `actions/${name}/action.yml`);
  for (const file of [...workflows, ...actions.filter((path) => existsSync(join(root, path)))]) {
    const document = TextDocument.create(`file:///${file}`, "yaml", 1, readFileSync(join(root, file), "utf8"));
    const findings = await validate(document, { fileProvider: { getFileContent: ({ path }) => read(root, path) } });
    for (const { message, range } of findings)
      process.stdout.write(
        `${file}:${range.start.line + 1}: ${typeof message === "string" ? message : message.value}\n`,
      );
  }
}

function read(root: string, path: string) {
  const name = path.replace(/^(?:\.|\$)\//, "");
  return Promise.resolve({ name, content: readFileSync(join(root, name), "utf8") });
}

void main(process.argv[2]!);
