import { expect, test } from "@jest/globals";
import { stackSummary } from "./summary";
import { deployed, lines, run, stack, template } from "./testing/shop-stack";

const doubt = "its last change was made in express mode, so whether its resources are ready is not known";

test.each([
  ["is warned of after an express change", "EXPRESS", true],
  ["is no doubt after any other", "STANDARD", false],
])("that a stack is as wanted %s", async (_title, Mode, doubted) => {
  const result = await run(
    {
      DescribeStacks: [stack("UPDATE_COMPLETE", { ...deployed, DeploymentConfig: { Mode } })],
      GetTemplate: [{ TemplateBody: template }],
    },
    { overrides: { ApiImage: "api@old" } },
  );
  expect(result.outcome.kind).toBe("unchanged");
  expect([lines.includes(`shop: ${doubt}`), stackSummary(result).includes(doubt)]).toEqual([doubted, doubted]);
});
