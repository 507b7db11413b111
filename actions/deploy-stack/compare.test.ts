import { createGitRepository } from "@cashsouk/testing/git-repository";
import { afterAll, expect, test } from "@jest/globals";
import { join } from "node:path";
import { builtBundles } from "../built-bundles";
import { nodeBinaries } from "../node-versions";
import { startBundle } from "../start-bundle";

const template = (type: string) => `Resources:\n  Topic: { Type: ${type} }\n`;
const repository = createGitRepository({ "root.yaml": template("AWS::SNS::Topic") });
repository.commit({ "root.yaml": template("AWS::SQS::Queue") });
afterAll(() => repository.remove());

test.each([
  ["HEAD^", "shop: compared with HEAD^: Modify Topic\n"],
  ["HEAD", "shop: compared with HEAD: no resource is otherwise\n"],
])("a comparison with %s says in the log what it found", async (base, said) => {
  const { status, stdout } = await startBundle({
    node: nodeBinaries().at(-1) ?? process.execPath,
    bundle: join(builtBundles(), "deploy-stack.mjs"),
    inputs: { name: "shop", template: "root.yaml", mode: "compare", base },
    env: { PATH: process.env["PATH"] ?? "" },
    cwd: repository.folder,
  });
  expect([status, stdout]).toEqual([0, said]);
});
