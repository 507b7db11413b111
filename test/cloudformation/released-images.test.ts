import { expect, test } from "@jest/globals";
import { environments } from "@cashsouk/deploy";
import { releasedTag } from "@cashsouk/deploy/image";
import { renderTree } from "./render";

interface Rule {
  readonly rulePriority: number;
  readonly selection: { readonly tagPatternList?: readonly string[]; readonly countNumber: number };
}

test.each(environments)("the first lifecycle rule spares what the rollout tags as released in %s", (environment) => {
  const [registry] = renderTree(environment, "registry");
  const repositories = Object.entries(registry!.resources).filter(
    ([id, { Type }]) => Type === "AWS::ECR::Repository" && id !== "CacheRepository",
  );
  expect(repositories).toHaveLength(5);
  for (const [id, { Properties }] of repositories) {
    const { LifecyclePolicyText } = Properties?.["LifecyclePolicy"] as { LifecyclePolicyText: string };
    const { rules } = JSON.parse(LifecyclePolicyText) as { rules: Rule[] };
    const [first] = rules.sort((one, other) => one.rulePriority - other.rulePriority);
    const patterns = (first!.selection.tagPatternList ?? []).map((text) => new RegExp(`^${text.replace("*", ".*")}$`));
    // Patterns of one rule are an "and".
    expect([id, patterns.map((pattern) => pattern.test(releasedTag(environment, 7)))]).toEqual([id, [true]]);
    expect(first!.selection.countNumber).toBeGreaterThanOrEqual(500);
  }
});
