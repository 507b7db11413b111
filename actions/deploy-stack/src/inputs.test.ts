import { describe, expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const arn = "arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/deploy-1/2";
const ledger = { ledger: "/shop/released" };
const parse = (inputs: Record<string, string>) =>
  parseInputs((name) => ({ name: "shop", template: "root.yaml", ...inputs })[name] ?? "");

describe("inputs", () => {
  test.each<[string, Record<string, string>, object]>([
    ["a plan is for review", { mode: "plan" }, { mode: "plan", review: true, changeSet: undefined }],
    ["a plan may have a name", { mode: "plan", "change-set": "pr-12" }, { changeSet: "pr-12" }],
    [
      "an execution needs no template",
      { mode: "execute", template: "", "change-set": arn },
      { changeSet: arn, review: false },
    ],
    ["a rollback is left alone unless it is told of", {}, { continueRollback: undefined, review: false }],
    ["a rollback is continued without skipping", { "continue-rollback": "none" }, { continueRollback: [] }],
    ["or with", { "continue-rollback": "Role\nData/Database" }, { continueRollback: ["Role", "Data/Database"] }],
    ["protection is left alone unless it is told of", {}, { terminationProtection: undefined }],
    ["or switched off", { "termination-protection": "false" }, { terminationProtection: false }],
    ["tags are left alone unless they are told of", {}, { tags: undefined }],
    ["or taken away", { tags: "{}" }, { tags: {} }],
    ["a commit is a SHA-1 repository's", { ...ledger, commit: "a".repeat(40) }, { commit: "a".repeat(40) }],
    ["or a SHA-256 repository's", { ...ledger, commit: "a".repeat(64) }, { commit: "a".repeat(64) }],
    ["a stack policy is a file", { "stack-policy": "policy.json" }, { stackPolicy: "policy.json" }],
  ])("%s", (_title, given, wanted) => {
    expect(parse(given)).toMatchObject(wanted);
  });

  test.each<[string, Record<string, string>, string]>([
    ["no template", { template: "" }, "template: is required, but for `mode: execute`"],
    [
      "an execution of nothing",
      { mode: "execute" },
      'change-set: want the ARN that `mode: plan` put out as `change-set`, got ""',
    ],
    [
      "an execution by name, which may be another's by now",
      { mode: "execute", "change-set": "pr-12" },
      'change-set: want the ARN that `mode: plan` put out as `change-set`, got "pr-12"',
    ],
    [
      "a name that CloudFormation does not take",
      { mode: "plan", "change-set": "12_pr" },
      'change-set: want letters, digits and hyphens, at most 128, a letter first, got "12_pr"',
    ],
    [
      "a change set to apply",
      { "change-set": arn },
      "change-set: is for `mode: plan` (its name) and `mode: execute` (its ARN)",
    ],
    [
      "nothing and something to skip",
      { "continue-rollback": '["none", "Role"]' },
      'continue-rollback: want logical ids, or none by itself, got "none, Role"',
    ],
    [
      "a tag with blanks around its sign",
      { tags: "Team = delivery" },
      'tags: want name=value without blanks around =, got "Team "',
    ],
    [
      "a commit's first digits",
      { ...ledger, commit: "a".repeat(41) },
      `commit: want 40 or 64 hexadecimal digits, got "${"a".repeat(41)}"`,
    ],
    ["an unknown mode", { mode: "deploy" }, 'mode: want one of apply, plan, execute, compare, got "deploy"'],
  ])("%s is refused", (_title, given, told) => {
    expect(() => parse(given)).toThrow(`Invalid inputs:\n- ${told}`);
  });
});
